// Activities of an organization by what people call them.
#ifndef PROGNOS_FORECAST_SERVICE_TREE_LOOKUP_H_
#define PROGNOS_FORECAST_SERVICE_TREE_LOOKUP_H_

#include <vector>

#include "forecast/interchange/activity_lookup.h"
#include "forecast/ledger/activity_tree.h"

namespace prognos::service {

// Parents before children.
std::vector<NamedActivity> NamesIn(const ledger::ActivityTree& tree);

ActivityLookup LookupIn(const ledger::ActivityTree& tree);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_TREE_LOOKUP_H_
