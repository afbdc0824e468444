// The net lines of an answer as the rows of a table: the sum first, then the activities down the tree.
#ifndef PROGNOS_CLIENT_LINE_TREE_H_
#define PROGNOS_CLIENT_LINE_TREE_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client/texts.h"
#include "forecast/base/unit.h"
#include "forecast/documents/rounded_tree.h"
#include "prognos/v1/common.pb.h"

namespace prognos::client {

// A row with the amounts of its columns, in öre.
template <size_t kColumns>
struct TreeRow {
  std::string name;
  int parent = -1;  // Index of the row; -1: the sum, row 0.
  int depth = 0;
  std::array<int64_t, kColumns> ore{};
  bool is_subtotal = false;   // Row 1, of those without frames of their own, where there are frames.
  std::string activity = {};  // Its resource name; of the sums empty.
};

// `Line` is a message with activity, parent, display_name, measure, own_frame and without_frames; `ColumnsOf` gives the
// amounts of one. What is on an activity that has children gets a row of its own, so that children sum to their parent.
template <typename Line, size_t kColumns>
class LineTree {
 public:
  using Columns = std::array<int64_t, kColumns>;
  using Row = TreeRow<kColumns>;

  template <typename Lines, typename ColumnsOf>
  static std::vector<Row> Rows(const Lines& lines, ColumnsOf columns_of, const Texts& texts) {
    LineTree tree(texts);
    for (const Line& line : lines) {
      if (line.measure() != v1::MEASURE_NET) continue;
      const Node node{&line, columns_of(line)};
      if (line.without_frames()) {
        tree.without_frames_.push_back(node);
      } else {
        tree.nodes_[line.activity()] = node;
      }
    }
    for (const Line& line : lines) {
      if (line.measure() == v1::MEASURE_NET && !line.activity().empty()) tree.Place(line);
    }
    return tree.Build();
  }

 private:
  struct Node {
    const Line* line = nullptr;
    Columns ore{};
  };

  explicit LineTree(const Texts& texts) : texts_(texts) {}

  void Place(const Line& line) {
    if (!without_frames_.empty() && line.own_frame()) {
      frames_.push_back(line.activity());
      return;
    }
    const bool has_parent = nodes_.contains(line.parent()) && line.parent() != line.activity();
    children_[has_parent ? line.parent() : ""].push_back(line.activity());
  }

  std::vector<Row> Build() {
    if (!nodes_.contains("")) return {};
    if (without_frames_.empty()) {
      Append("", -1, 0);
      return std::move(rows_);
    }
    rows_.push_back({texts_.sum_with_frames, -1, 0, nodes_.at("").ore});
    rows_.push_back({texts_.sum, 0, 0, without_frames_.front().ore, /*is_subtotal=*/true});
    for (const std::string& child : children_[""]) Append(child, 1, 0);
    for (const std::string& frame : frames_) Append(frame, 0, 0);
    return std::move(rows_);
  }

  void Append(const std::string& activity, int parent, int depth) {
    const Node& node = nodes_.at(activity);
    const int index = static_cast<int>(rows_.size());
    rows_.push_back(
        {activity.empty() ? texts_.sum : node.line->display_name(), parent, depth, node.ore, false, activity});
    const std::vector<std::string>& children = children_[activity];
    if (children.empty()) return;
    Columns own = node.ore;
    const int child_depth = activity.empty() ? 0 : depth + 1;
    for (const std::string& child : children) {
      Append(child, index, child_depth);
      for (size_t at = 0; at < own.size(); ++at) own[at] -= nodes_.at(child).ore[at];
    }
    if (own != Columns{}) rows_.push_back({texts_.own_part, index, child_depth, own, false, activity});
  }

  const Texts& texts_;
  std::vector<Node> without_frames_;  // The sum without frames; empty: there are none.
  std::vector<std::string> frames_;
  std::map<std::string, Node> nodes_;  // By activity.
  std::map<std::string, std::vector<std::string>> children_;
  std::vector<Row> rows_;
};

template <size_t kColumns>
std::vector<int> ParentsOf(const std::vector<TreeRow<kColumns>>& rows) {
  std::vector<int> parents;
  for (const TreeRow<kColumns>& row : rows) parents.push_back(row.parent);
  return parents;
}

template <size_t kColumns>
bool HasSubtotal(const std::vector<TreeRow<kColumns>>& rows) {
  return rows.size() > 1 && rows[1].is_subtotal;
}

// Whole tkr, a column at a time down the tree.
template <size_t kColumns>
std::vector<std::array<int64_t, kColumns>> RoundTreeRows(const std::vector<TreeRow<kColumns>>& rows) {
  const std::vector<int> parents = ParentsOf(rows);
  std::vector<std::array<int64_t, kColumns>> shown(rows.size());
  for (size_t column = 0; column < kColumns; ++column) {
    std::vector<int64_t> ore;
    for (const TreeRow<kColumns>& row : rows) ore.push_back(row.ore[column]);
    const std::vector<int64_t> tkr = documents::RoundTree(parents, ore, kOrePerThousandKronor);
    for (size_t i = 0; i < rows.size(); ++i) shown[i][column] = tkr[i];
  }
  return shown;
}

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_LINE_TREE_H_
