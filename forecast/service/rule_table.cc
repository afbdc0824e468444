#include "forecast/service/rule_table.h"

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/posting_rules.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/names.h"
#include "forecast/service/tree_lookup.h"

namespace prognos::service {

absl::StatusOr<RuleTable> ReadRuleTable(const TableFile& file, const std::string& organization,
                                        const ledger::ActivityTree& tree, const CostTypeLookup& types) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<PostingRule> rules, ReadPostingRules(file));
  const ActivityLookup activities = LookupIn(tree);
  FaultList faults;
  RuleTable table;
  for (const PostingRule& rule : rules) {
    const std::string activity = activities.Require(rule.activity, PlaceInFile(rule.line, "verksamhet"), faults);
    v1::PostingRule& added = *table.request.add_rules();
    added.set_first_account(rule.first_account);
    added.set_last_account(rule.last_account);
    added.set_dimension(rule.dimension);
    added.set_object(rule.object_pattern);
    added.set_activity(ActivityName(organization, activity));
    added.set_flow(rule.flow == Flow::kCost ? v1::FLOW_COST : v1::FLOW_REVENUE);
    const std::string type = types.Require(rule.cost_type, PlaceInFile(rule.line, "kostnadsslag"), faults);
    if (!type.empty()) added.set_cost_type(CostTypeName(organization, type));
    table.lines.push_back(rule.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return table;
}

}  // namespace prognos::service
