// Finds the activity that a person means in a file: by identifier, by printed name, or by path.
#ifndef PROGNOS_FORECAST_SERVICE_ACTIVITY_LOOKUP_H_
#define PROGNOS_FORECAST_SERVICE_ACTIVITY_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "forecast/ledger/activity_tree.h"

namespace prognos::service {

class ActivityLookup {
 public:
  explicit ActivityLookup(const ledger::ActivityTree& tree);

  // Identifiers of the activities that `text` may mean: the identifier itself ("externa-placeringar-barn"), the printed
  // name ("Externa placeringar"), or the path ("Barn/Unga/Familj > Externa placeringar"). Case, blanks and the dots of
  // å, ä, ö do not matter. Empty: none; several: the text does not tell which.
  std::vector<std::string> Find(absl::string_view text) const;

 private:
  absl::flat_hash_map<std::string, std::vector<std::string>> ids_by_text_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ACTIVITY_LOOKUP_H_
