#include "forecast/service/tree_lookup.h"

namespace prognos::service {

std::vector<NamedActivity> NamesIn(const ledger::ActivityTree& tree) {
  std::vector<NamedActivity> names;
  for (const ledger::ActivityTree::Node& node : tree.nodes()) {
    names.push_back({node.activity.id, node.activity.parent_id, node.activity.display_name});
  }
  return names;
}

ActivityLookup LookupIn(const ledger::ActivityTree& tree) { return ActivityLookup(NamesIn(tree)); }

}  // namespace prognos::service
