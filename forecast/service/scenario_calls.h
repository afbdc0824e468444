// SimulateScenario: proto/prognos/v1/forecast.proto says what it promises.
#ifndef PROGNOS_FORECAST_SERVICE_SCENARIO_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_SCENARIO_CALLS_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

absl::Status SimulateScenarioInCall(const Call& call, const v1::SimulateScenarioRequest& request,
                                    v1::SimulateScenarioResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SCENARIO_CALLS_H_
