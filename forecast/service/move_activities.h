// What MoveActivities does: activities stand elsewhere from a month on, and money leaves with them.
#ifndef PROGNOS_FORECAST_SERVICE_MOVE_ACTIVITIES_H_
#define PROGNOS_FORECAST_SERVICE_MOVE_ACTIVITIES_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::service {

absl::Status MoveActivitiesInCall(const Call& call, const v1::MoveActivitiesRequest& request,
                                  v1::MoveActivitiesResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_MOVE_ACTIVITIES_H_
