// The activities of an organization in the order in which people read them.
#ifndef PROGNOS_FORECAST_LEDGER_ACTIVITY_TREE_H_
#define PROGNOS_FORECAST_LEDGER_ACTIVITY_TREE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/ledger/records.h"

namespace prognos::ledger {

class ActivityTree {
 public:
  static constexpr int kMaxDepth = 10;  // Levels, the root's among them.

  struct Node {
    Activity activity;
    int parent = -1;  // Index of the parent's node, smaller than its own; -1: a root.
    int depth = 0;    // 0 for a root.
  };

  // INVALID_ARGUMENT with a fault for each activity whose parent is unknown, that stands in a ring, or that lies too
  // deep (places are `activities[{id}].parent`), and for each with a frame of its own that is no root
  // (`activities[{id}].own_frame`). Duplicate ids: the later one counts.
  static absl::StatusOr<ActivityTree> Build(const std::vector<Activity>& activities);

  // Parents before children, depth first; siblings by order, then id.
  const std::vector<Node>& nodes() const { return nodes_; }
  // Index of the node; -1 when there is none.
  int Find(absl::string_view id) const;
  // Whether the activity, or a root above it, has a frame of its own; false for an unknown one.
  bool IsInFrameOfItsOwn(absl::string_view id) const;

 private:
  std::vector<Node> nodes_;
  absl::flat_hash_map<std::string, int> index_;
};

// The series in the order of their activities in `tree`; cost, revenue, then volumes by unit. Series of unknown
// activities are left out.
std::vector<Series> InTreeOrder(const ActivityTree& tree, std::vector<Series> series);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_ACTIVITY_TREE_H_
