// CompareForecasts: proto/prognos/v1/forecast.proto says what it promises.
#ifndef PROGNOS_FORECAST_SERVICE_COMPARISON_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_COMPARISON_CALLS_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

absl::Status CompareForecastsInCall(const Call& call, const v1::CompareForecastsRequest& request,
                                    v1::CompareForecastsResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_COMPARISON_CALLS_H_
