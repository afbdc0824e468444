// Finds the activity that a person means in a file or on the command line: by identifier, by printed name, or by path.
#ifndef PROGNOS_FORECAST_INTERCHANGE_ACTIVITY_LOOKUP_H_
#define PROGNOS_FORECAST_INTERCHANGE_ACTIVITY_LOOKUP_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "forecast/base/faults.h"

namespace prognos {

// An activity as people may call it.
struct NamedActivity {
  std::string id;
  std::string parent_id;  // Empty for a root.
  std::string display_name;
};

class ActivityLookup {
 public:
  // In any order. A parent that is not among them leaves its children without a path.
  explicit ActivityLookup(absl::Span<const NamedActivity> activities);

  // Identifiers of the activities that `text` may mean: the identifier itself ("externa-placeringar-barn"), the printed
  // name ("Externa placeringar"), or the path ("Barn/Unga/Familj > Externa placeringar"). Case, blanks and the dots of
  // å, ä, ö do not matter. Empty: none; several: the text does not tell which.
  std::vector<std::string> Find(absl::string_view text) const;

  // The identifier of the one activity that `text` means. Otherwise nothing, and a fault at `place`: `text` is empty,
  // means no activity (the fault names one that is spelt almost so, if there is), or means several, which the fault
  // names.
  std::string Require(absl::string_view text, std::string place, FaultList& faults) const;

 private:
  // Spelt almost as `text`.
  std::optional<std::string> Nearest(absl::string_view text) const;

  absl::flat_hash_map<std::string, std::vector<std::string>> ids_by_text_;
  std::map<std::string, std::string> written_;  // Names and identifiers as they are written, by their folded form.
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_ACTIVITY_LOOKUP_H_
