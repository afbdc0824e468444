// ExplainForecast, and the reasons that stand in a forecast: proto/prognos/v1/forecast.proto says what they promise.
#ifndef PROGNOS_FORECAST_SERVICE_EXPLANATION_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_EXPLANATION_CALLS_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// Fills Forecast.reasons of a forecast with its lines and judgements; none where it has no explanation.
void FillReasons(v1::Forecast& forecast);

absl::Status ExplainForecastInCall(const Call& call, const v1::ExplainForecastRequest& request,
                                   v1::ExplainForecastResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EXPLANATION_CALLS_H_
