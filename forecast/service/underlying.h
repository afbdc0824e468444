// The underlying result: what years would have been with every correction in the year that it belongs to, and without
// what happened once.
//
// Of a year, with net the cost minus the revenue as it is booked:
//
//   corrected  = net - corrections booked in it that belong to other years + those of it that are booked in others
//   underlying = corrected - one-offs booked in it
//
// all of them as parts of the net: a revenue that is booked 6.4 too low is 6.4 of net too much.
#ifndef PROGNOS_FORECAST_SERVICE_UNDERLYING_H_
#define PROGNOS_FORECAST_SERVICE_UNDERLYING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/service/call.h"
#include "prognos/v1/events.pb.h"

namespace prognos::service {

// See GetUnderlyingResult in proto/prognos/v1/events.proto.
absl::Status GetUnderlyingInCall(const Call& call, const v1::GetUnderlyingResultRequest& request,
                                 v1::GetUnderlyingResultResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_UNDERLYING_H_
