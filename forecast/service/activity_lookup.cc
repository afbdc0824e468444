#include "forecast/service/activity_lookup.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::service {
namespace {

// One form for each way of writing a path: folded names joined by '>'.
std::string FoldedPath(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '>');
  return absl::StrJoin(parts, ">",
                       [](std::string* out, absl::string_view part) { absl::StrAppend(out, FoldedName(part)); });
}

}  // namespace

ActivityLookup::ActivityLookup(const ledger::ActivityTree& tree) {
  std::vector<std::string> paths;
  const auto add = [this](const std::string& text, const std::string& id) {
    std::vector<std::string>& ids = ids_by_text_[text];
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  for (const ledger::ActivityTree::Node& node : tree.nodes()) {
    const std::string name = FoldedName(node.activity.display_name);
    paths.push_back(node.parent < 0 ? name : absl::StrCat(paths[node.parent], ">", name));
    add(name, node.activity.id);
    add(paths.back(), node.activity.id);
  }
  // An identifier means its own activity whatever others are called.
  for (const ledger::ActivityTree::Node& node : tree.nodes()) ids_by_text_[node.activity.id] = {node.activity.id};
}

std::vector<std::string> ActivityLookup::Find(absl::string_view text) const {
  const auto found = ids_by_text_.find(FoldedPath(text));
  return found == ids_by_text_.end() ? std::vector<std::string>() : found->second;
}

}  // namespace prognos::service
