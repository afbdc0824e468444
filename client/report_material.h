// What a report is made of, asked from the service.
#ifndef PROGNOS_CLIENT_REPORT_MATERIAL_H_
#define PROGNOS_CLIENT_REPORT_MATERIAL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/forecast_print.h"
#include "client/report.h"
#include "client/session.h"

namespace prognos::client {

// Of the stored forecast that `choice` means; `by_type`: its tables by cost type, too. Wrong use and refusals are those
// of FindForecastName.
absl::StatusOr<ReportMaterial> FetchReport(const ForecastChoice& choice, const std::string& organization, bool by_type,
                                           Session& session);

// Also how good the models would have been at the round of `material` in the four years before its own. Nothing where
// that cannot be measured: of a month or the bokslut, and before there are years enough. Takes as long as a backtest.
absl::Status AddEvaluation(const std::string& organization, ReportMaterial& material, Session& session);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REPORT_MATERIAL_H_
