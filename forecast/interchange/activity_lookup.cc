#include "forecast/interchange/activity_lookup.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "forecast/base/nearest_word.h"
#include "forecast/interchange/cell_values.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos {
namespace {

using ActivityById = absl::flat_hash_map<absl::string_view, const NamedActivity*>;

// One form for each way of writing a path: folded names joined by '>'.
std::string FoldedPath(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '>');
  return absl::StrJoin(parts, ">",
                       [](std::string* out, absl::string_view part) { absl::StrAppend(out, FoldedName(part)); });
}

// The folded names from the root down to `activity`.
std::string PathOf(const NamedActivity& activity, const ActivityById& by_id) {
  std::string path = FoldedName(activity.display_name);
  auto parent = by_id.find(activity.parent_id);
  // Bounded by the number of activities, so that even a ring ends.
  for (size_t steps = 0; parent != by_id.end() && steps < by_id.size(); ++steps) {
    path = absl::StrCat(FoldedName(parent->second->display_name), ">", path);
    parent = by_id.find(parent->second->parent_id);
  }
  return path;
}

}  // namespace

ActivityLookup::ActivityLookup(absl::Span<const NamedActivity> activities) {
  ActivityById by_id;
  for (const NamedActivity& activity : activities) by_id[activity.id] = &activity;
  const auto add = [this](const std::string& text, const std::string& id) {
    std::vector<std::string>& ids = ids_by_text_[text];
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  for (const NamedActivity& activity : activities) {
    add(FoldedName(activity.display_name), activity.id);
    written_.try_emplace(FoldedName(activity.display_name), activity.display_name);
    add(PathOf(activity, by_id), activity.id);
  }
  // An identifier means its own activity whatever others are called.
  for (const NamedActivity& activity : activities) {
    ids_by_text_[activity.id] = {activity.id};
    written_.try_emplace(activity.id, activity.id);
  }
}

std::vector<std::string> ActivityLookup::Find(absl::string_view text) const {
  const auto found = ids_by_text_.find(FoldedPath(text));
  return found == ids_by_text_.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::string> ActivityLookup::Nearest(absl::string_view text) const {
  std::vector<std::string> folded;
  for (const auto& [one, written] : written_) folded.push_back(one);
  const std::optional<std::string> nearest = NearestWord(FoldedName(text), folded);
  if (!nearest.has_value()) return std::nullopt;
  return written_.at(*nearest);
}

std::string ActivityLookup::Require(absl::string_view text, std::string place, FaultList& faults) const {
  const std::vector<std::string> ids = Find(text);
  if (ids.size() == 1) return ids.front();
  if (TrimCell(text).empty()) {
    faults.Add(std::move(place), FaultReason::kMissingValue, "", messages::value::IsRequired());
  } else if (ids.empty()) {
    const std::optional<std::string> meant = Nearest(text);
    faults.Add(std::move(place), FaultReason::kUnknown, text,
               meant.has_value() ? messages::ledger::IsNotAnActivityButNear(*meant)
                                 : messages::ledger::IsNotAnActivityOfTheOrganization());
  } else {
    faults.Add(std::move(place), FaultReason::kInconsistent, text, messages::ledger::MayMean(Argument::AnyOf(ids)));
  }
  return "";
}

}  // namespace prognos
