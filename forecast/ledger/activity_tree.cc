#include "forecast/ledger/activity_tree.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/ledger.h"

namespace prognos::ledger {
namespace {

using ActivityMap = absl::btree_map<std::string, Activity>;
using ChildMap = absl::btree_map<std::string, std::vector<Activity>>;  // By parent; siblings in reading order.

std::string ParentPlace(const Activity& activity) { return absl::StrCat("activities[", activity.id, "].parent"); }

// Adds the fault that keeps `activity` from hanging on a root, if there is one.
void CheckPathToRoot(const Activity& activity, const ActivityMap& by_id, FaultList& faults) {
  const Activity* at = &activity;
  for (int steps = 0; !at->parent_id.empty(); ++steps) {
    const auto parent = by_id.find(at->parent_id);
    if (parent == by_id.end()) {
      // Told once, at the activity that names the unknown parent.
      if (at == &activity) {
        faults.Add(ParentPlace(activity), FaultReason::kUnknown, activity.parent_id,
                   messages::ledger::IsNotAnActivity());
      }
      return;
    }
    if (parent->first == activity.id) {
      faults.Add(ParentPlace(activity), FaultReason::kInconsistent, activity.parent_id,
                 messages::ledger::IsItsOwnAncestor());
      return;
    }
    if (steps + 1 >= ActivityTree::kMaxDepth) {
      faults.Add(ParentPlace(activity), FaultReason::kOutOfRange, activity.parent_id,
                 messages::ledger::TreeIsTooDeep(ActivityTree::kMaxDepth));
      return;
    }
    at = &parent->second;
  }
}

void CheckFrame(const Activity& activity, FaultList& faults) {
  if (!activity.own_frame || activity.parent_id.empty()) return;
  faults.Add(absl::StrCat("activities[", activity.id, "].own_frame"), FaultReason::kInconsistent, activity.parent_id,
             messages::ledger::FrameIsNoRoot());
}

ChildMap GroupByParent(const ActivityMap& by_id) {
  ChildMap children;
  for (const auto& [id, activity] : by_id) children[activity.parent_id].push_back(activity);
  for (auto& [parent, siblings] : children) {
    std::sort(siblings.begin(), siblings.end(),
              [](const Activity& a, const Activity& b) { return std::tie(a.order, a.id) < std::tie(b.order, b.id); });
  }
  return children;
}

void AppendBelow(const std::string& parent_id, int parent, int depth, const ChildMap& children,
                 std::vector<ActivityTree::Node>& nodes) {
  const auto found = children.find(parent_id);
  if (found == children.end()) return;
  for (const Activity& activity : found->second) {
    nodes.push_back({activity, parent, depth});
    AppendBelow(activity.id, static_cast<int>(nodes.size()) - 1, depth + 1, children, nodes);
  }
}

}  // namespace

absl::StatusOr<ActivityTree> ActivityTree::Build(const std::vector<Activity>& activities) {
  ActivityMap by_id;
  for (const Activity& activity : activities) by_id[activity.id] = activity;
  FaultList faults;
  for (const auto& [id, activity] : by_id) {
    CheckPathToRoot(activity, by_id, faults);
    CheckFrame(activity, faults);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  ActivityTree tree;
  AppendBelow("", -1, 0, GroupByParent(by_id), tree.nodes_);
  for (size_t i = 0; i < tree.nodes_.size(); ++i) tree.index_[tree.nodes_[i].activity.id] = static_cast<int>(i);
  return tree;
}

int ActivityTree::Find(absl::string_view id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? -1 : found->second;
}

bool ActivityTree::IsInFrameOfItsOwn(absl::string_view id) const {
  int at = Find(id);
  while (at >= 0 && nodes_[static_cast<size_t>(at)].parent >= 0) at = nodes_[static_cast<size_t>(at)].parent;
  return at >= 0 && nodes_[static_cast<size_t>(at)].activity.own_frame;
}

std::vector<Series> InTreeOrder(const ActivityTree& tree, std::vector<Series> series) {
  series.erase(std::remove_if(series.begin(), series.end(),
                              [&tree](const Series& one) { return tree.Find(one.activity_id) < 0; }),
               series.end());
  std::stable_sort(series.begin(), series.end(), [&tree](const Series& a, const Series& b) {
    return std::make_tuple(tree.Find(a.activity_id), a.flow, absl::string_view(a.unit)) <
           std::make_tuple(tree.Find(b.activity_id), b.flow, absl::string_view(b.unit));
  });
  return series;
}

}  // namespace prognos::ledger
