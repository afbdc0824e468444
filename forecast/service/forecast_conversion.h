// From a computed outlook to the message that is stored and sent.
#ifndef PROGNOS_FORECAST_SERVICE_FORECAST_CONVERSION_H_
#define PROGNOS_FORECAST_SERVICE_FORECAST_CONVERSION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/records.h"
#include "forecast/outlook/line_summary.h"
#include "forecast/outlook/outlook.h"
#include "forecast/service/outlook_input.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// Everything but name, round, as_of, create_time and input_digest.
v1::Forecast ToProto(const ForecastMaterial& material, const outlook::Outlook& outlook);

// `judgement`: what people say otherwise, in öre of the deviation.
v1::DeviationExplanation ToProto(const outlook::Explanation& explanation, int year, int64_t judgement = 0);
// Without the judgement.
outlook::Explanation FromProto(const v1::DeviationExplanation& explanation);

// Everything but what is implied.
v1::JudgedYear ToProto(const outlook::YearSummary& judged);

// In the parts that the store keeps, and back. DATA_LOSS: the parts cannot be read.
ledger::Forecast ToStored(const v1::Forecast& forecast, const std::string& id, absl::Time create_time);
absl::StatusOr<v1::Forecast> FromStored(const ledger::Forecast& stored);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FORECAST_CONVERSION_H_
