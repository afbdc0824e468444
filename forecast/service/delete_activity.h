// What DeleteActivity does: an activity that was entered by mistake, and its series, are there no more.
#ifndef PROGNOS_FORECAST_SERVICE_DELETE_ACTIVITY_H_
#define PROGNOS_FORECAST_SERVICE_DELETE_ACTIVITY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/base/faults.h"
#include "forecast/ledger/store.h"
#include "forecast/service/call.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// All that rests on an activity and its series, a fault (kInUse) for each thing: other activities, booked months,
// budgets that are not withdrawn, posting rules in force, events, plans, drivers, indicators, funds and marks that are
// not withdrawn, and judgements of forecasts that are not withdrawn. Empty: it may be deleted.
// Errors of the store; INTERNAL for a row that cannot be read.
absl::StatusOr<FaultList> FindWhatRestsOn(ledger::Reader& reader, const std::string& organization,
                                          const std::string& activity_id);

absl::Status DeleteActivityInCall(const Call& call, const v1::DeleteActivityRequest& request,
                                  v1::DeleteActivityResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_DELETE_ACTIVITY_H_
