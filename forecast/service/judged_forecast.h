// A stored forecast together with what is recorded beside it.
#ifndef PROGNOS_FORECAST_SERVICE_JUDGED_FORECAST_H_
#define PROGNOS_FORECAST_SERVICE_JUDGED_FORECAST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/ledger/store.h"
#include "forecast/rounds/standing.h"
#include "forecast/service/names.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// The parts of `organizations/{organization}/forecasts/{forecast}`, or INVALID_ARGUMENT at `name`.
absl::StatusOr<ChildName> CheckedForecastName(const std::string& name);

// State and etag of a forecast whose name is set.
void AddState(const rounds::Standing& standing, v1::Forecast& forecast);

// Overrides and comments on their lines, and what comes of the overrides (JudgedYear) on these and on every sum above
// them. DATA_LOSS: the basis cannot be read.
absl::Status AddJudgements(const rounds::Standing& standing, const ledger::ForecastBasis& basis,
                           const std::string& organization, v1::Forecast& forecast);

// As stored, with state, etag, judgements and what comes of them, and the reasons. NOT_FOUND.
absl::StatusOr<v1::Forecast> ReadForecast(ledger::Reader& reader, const ChildName& name);

// What was recorded beside a forecast of `organization`, in order.
std::vector<v1::ForecastChange> ToProto(const std::string& organization,
                                        const std::vector<ledger::ForecastFact>& facts);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_JUDGED_FORECAST_H_
