// DiffForecasts: proto/prognos/v1/forecast.proto says what it promises.
#ifndef PROGNOS_FORECAST_SERVICE_DIFFERENCE_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_DIFFERENCE_CALLS_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

absl::Status DiffForecastsInCall(const Call& call, const v1::DiffForecastsRequest& request,
                                 v1::DiffForecastsResponse& response);

// The lines of the answer; both forecasts are as they were read, with judgements.
void FillDifference(const v1::Forecast& base, const v1::Forecast& forecast, v1::DiffForecastsResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_DIFFERENCE_CALLS_H_
