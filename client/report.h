// The report of a forecast to the nämnd, put together from the answers of the service.
#ifndef PROGNOS_CLIENT_REPORT_H_
#define PROGNOS_CLIENT_REPORT_H_

#include <optional>

#include "client/evaluation_lines.h"
#include "client/forecast_tables.h"
#include "client/report_page.h"
#include "client/texts.h"
#include "prognos/v1/events.pb.h"
#include "prognos/v1/followup.pb.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {

// Answers without rows leave their part out.
struct ReportMaterial {
  v1::Forecast forecast;                            // With its lines and judgements.
  LastYearDeviations last_year;                     // For the driftredovisning.
  std::optional<v1::DiffForecastsResponse> change;  // Since the round before; absent: there is none.
  v1::Forecast round_before;                        // With its lines, where there is one.
  v1::CompareForecastsResponse accuracy;
  v1::ComparePeriodsResponse periods;
  v1::GetUnderlyingResultResponse underlying;
  v1::ListIndicatorsResponse indicators;
  v1::ListFundsResponse grants;
  v1::ListFundsResponse projects;
  v1::ListFundsResponse investments;
  EvaluationResult evaluation;  // Of the models at the same round of the years before.
  bool by_type = false;         // Tables of money by cost type, too; `accuracy` is then asked for by type.
};

// First what a reader should know, as judged where the forecast is judged, with the deviations as bars and the way from
// budget to forecast; then a part for each table that there is, and appendices with every series' months and with what
// the forecast rests on.
ReportPage ReportOf(const ReportMaterial& material, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REPORT_H_
