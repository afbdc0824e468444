// Finds the cost type (kostnadsslag) that a person means in a file or on the command line, by identifier or by name.
#ifndef PROGNOS_FORECAST_INTERCHANGE_COST_TYPE_LOOKUP_H_
#define PROGNOS_FORECAST_INTERCHANGE_COST_TYPE_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"

namespace prognos {

// A cost type as people may call it.
struct NamedCostType {
  std::string id;
  std::string display_name;
};

class CostTypeLookup {
 public:
  // In the order of the list; of two that are called the same the first is meant.
  explicit CostTypeLookup(const std::vector<NamedCostType>& types);

  // The identifier of the type that `text` means; case, blanks and the dots of å, ä, ö do not matter. Empty when `text`
  // is empty: money without a type. Otherwise nothing, and a fault at `place` that names the nearest of the list.
  std::string Require(absl::string_view text, std::string place, FaultList& faults) const;

 private:
  std::vector<std::string> names_;  // As people write them: the printed names, then the identifiers.
  absl::flat_hash_map<std::string, std::string> ids_by_text_;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_COST_TYPE_LOOKUP_H_
