// What IndexBudget does: raises a whole budget as one decision.
#ifndef PROGNOS_FORECAST_SERVICE_INDEX_BUDGET_H_
#define PROGNOS_FORECAST_SERVICE_INDEX_BUDGET_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::service {

absl::Status IndexWholeBudget(const Call& call, const v1::IndexBudgetRequest& request,
                              v1::IndexBudgetResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_INDEX_BUDGET_H_
