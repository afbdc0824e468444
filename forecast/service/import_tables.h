// What ImportActivities, ImportCostTypes, ImportPostingRules and ImportBudget do: read a table that a person keeps, and
// store what it says as the call that takes the same as messages would. All of a table is stored or nothing.
#ifndef PROGNOS_FORECAST_SERVICE_IMPORT_TABLES_H_
#define PROGNOS_FORECAST_SERVICE_IMPORT_TABLES_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/interchange/cost_type_lookup.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/service/call.h"
#include "forecast/service/write_once.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// No table is longer.
inline constexpr size_t kMaxTableBytes = size_t{8} << 20;

// What `bytes` are read against: the activities of the key's organization, of which there may be none. nullopt when the
// request was answered before, whatever its table would mean by now: `response` is that answer then.
// INVALID_ARGUMENT for bytes beyond kMaxTableBytes; NOT_FOUND when the organization does not exist; errors of
// AnswerFromBefore.
absl::StatusOr<std::optional<ledger::ActivityTree>> TreeForTable(const Call& call, const WriteKey& key,
                                                                 const std::string& bytes,
                                                                 google::protobuf::MessageLite& response);

// The cost types of the organization; no type goes away, so that what a table names is there when it is stored.
absl::StatusOr<CostTypeLookup> CostTypesForTable(const Call& call, const std::string& organization);

// The errors of the calls, told at the lines of the table.
absl::Status ImportActivityTable(const Call& call, const v1::ImportActivitiesRequest& request,
                                 v1::ImportActivitiesResponse& response);
absl::Status ImportCostTypeTable(const Call& call, const v1::ImportCostTypesRequest& request,
                                 v1::ImportCostTypesResponse& response);
absl::Status ImportRuleTable(const Call& call, const v1::ImportPostingRulesRequest& request,
                             v1::ImportPostingRulesResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_IMPORT_TABLES_H_
