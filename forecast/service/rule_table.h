// The posting rules of an organization as a table (interchange/posting_rules.h), with the activities that it means.
#ifndef PROGNOS_FORECAST_SERVICE_RULE_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_RULE_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/cost_type_lookup.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

struct RuleTable {
  v1::SetPostingRulesRequest request;
  std::vector<int> lines;  // The line of the table behind each rule.
};

// `organization` is an identifier; activities are found in `tree` by identifier, name or path, cost types in `types`.
// INVALID_ARGUMENT with every fault found, each at its line, and the errors of ReadPostingRules.
absl::StatusOr<RuleTable> ReadRuleTable(const TableFile& file, const std::string& organization,
                                        const ledger::ActivityTree& tree, const CostTypeLookup& types);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_RULE_TABLE_H_
