// What ImportActivities, ImportPostingRules and ImportBudget do: read a table that a person keeps, and store what it
// says as the call that takes the same as messages would. All of a table is stored or nothing.
#ifndef PROGNOS_FORECAST_SERVICE_IMPORT_TABLES_H_
#define PROGNOS_FORECAST_SERVICE_IMPORT_TABLES_H_

#include "absl/status/status.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/service/call.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// No table is longer.
inline constexpr size_t kMaxTableBytes = size_t{8} << 20;

// What `bytes` are read against: the activities of `organization`, which may be none. INVALID_ARGUMENT for bytes beyond
// kMaxTableBytes; NOT_FOUND when the organization does not exist.
absl::StatusOr<ledger::ActivityTree> TreeForTable(const Call& call, const std::string& organization,
                                                  const std::string& bytes);

// The errors of the calls, told at the lines of the table.
absl::Status ImportActivityTable(const Call& call, const v1::ImportActivitiesRequest& request,
                                 v1::ImportActivitiesResponse& response);
absl::Status ImportRuleTable(const Call& call, const v1::ImportPostingRulesRequest& request,
                             v1::ImportPostingRulesResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_IMPORT_TABLES_H_
