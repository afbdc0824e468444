#include "forecast/documents/table_tree.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "forecast/documents/rounded_pair.h"
#include "forecast/documents/rounded_tree.h"

namespace prognos::documents {
namespace {

// The amount of a cell, or null.
const Amount* AmountIn(const Row& row, size_t column) {
  return column < row.cells.size() ? std::get_if<Amount>(&row.cells[column].value) : nullptr;
}
Amount* AmountIn(Row& row, size_t column) {
  return column < row.cells.size() ? std::get_if<Amount>(&row.cells[column].value) : nullptr;
}

// The rows as RoundTree wants them: node 0 is the sum, or stands for one; the others are the rows in their order.
struct RowTree {
  std::vector<int> parents = {-1};
  std::vector<size_t> node_of_row;
};

RowTree TreeOf(const Table& table) {
  RowTree tree;
  const bool has_subtotal = absl::c_any_of(table.rows, [](const Row& row) { return row.is_subtotal; });
  int top = 0;  // The node whose children are the rows of level 0: the subtotal's until it is passed.
  if (has_subtotal) {
    tree.parents.push_back(0);
    top = 1;
  }
  std::vector<int> open;  // The latest node of each level.
  for (const Row& row : table.rows) {
    if (row.is_sum) {
      tree.node_of_row.push_back(0);
      continue;
    }
    if (row.is_subtotal) {
      tree.node_of_row.push_back(1);
      top = 0;
      open.clear();
      continue;
    }
    const auto level = std::min(static_cast<size_t>(row.level), open.size());
    const int node = static_cast<int>(tree.parents.size());
    tree.parents.push_back(level == 0 ? top : open[level - 1]);
    tree.node_of_row.push_back(static_cast<size_t>(node));
    open.resize(level);
    open.push_back(node);
  }
  return tree;
}

int64_t StepsShown(const ShownUnit& unit) { return unit.steps / ShownPerUnit(unit); }

}  // namespace

void RoundDownTheTree(Table& table, size_t column) {
  const RowTree tree = TreeOf(table);
  std::vector<int64_t> exact(tree.parents.size(), 0);
  int64_t steps = 1;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const Amount* amount = AmountIn(table.rows[i], column);
    if (amount == nullptr) continue;
    exact[tree.node_of_row[i]] = amount->exact;
    steps = StepsShown(amount->unit);
  }
  const std::vector<int64_t> sums = SumTree(tree.parents, exact);
  const std::vector<int64_t> shown = RoundTree(tree.parents, exact, steps);
  for (size_t i = 0; i < table.rows.size(); ++i) {
    Amount* amount = AmountIn(table.rows[i], column);
    if (amount == nullptr) continue;
    amount->exact = sums[tree.node_of_row[i]];
    amount->shown = shown[tree.node_of_row[i]];
  }
}

void RoundDownTheTree(Table& table, size_t first, size_t second) {
  const RowTree tree = TreeOf(table);
  std::vector<AmountPair> exact(tree.parents.size());
  int64_t steps = 1;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    for (const auto& [column, member] :
         {std::pair(first, &AmountPair::first), std::pair(second, &AmountPair::second)}) {
      const Amount* amount = AmountIn(table.rows[i], column);
      if (amount == nullptr) continue;
      exact[tree.node_of_row[i]].*member = amount->exact;
      steps = StepsShown(amount->unit);
    }
  }
  const std::vector<AmountPair> shown = RoundPairs(tree.parents, exact, steps);
  // The sums are those of each column alone; what it shows is then that of the pair.
  RoundDownTheTree(table, first);
  RoundDownTheTree(table, second);
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (Amount* amount = AmountIn(table.rows[i], first)) amount->shown = shown[tree.node_of_row[i]].first;
    if (Amount* amount = AmountIn(table.rows[i], second)) amount->shown = shown[tree.node_of_row[i]].second;
  }
}

std::vector<std::vector<size_t>> ChildrenOfRows(const Table& table) {
  const RowTree tree = TreeOf(table);
  std::vector<std::optional<size_t>> row_of_node(tree.parents.size());
  for (size_t i = 0; i < table.rows.size(); ++i) row_of_node[tree.node_of_row[i]] = i;
  std::vector<std::vector<size_t>> children(table.rows.size());
  for (size_t node = 1; node < tree.parents.size(); ++node) {
    const std::optional<size_t> parent = row_of_node[static_cast<size_t>(tree.parents[node])];
    if (parent.has_value() && row_of_node[node].has_value()) children[*parent].push_back(*row_of_node[node]);
  }
  for (std::vector<size_t>& of_row : children) std::sort(of_row.begin(), of_row.end());
  return children;
}

bool AddsUp(const Table& table, size_t column) {
  const RowTree tree = TreeOf(table);
  std::vector<const Amount*> amounts(tree.parents.size(), nullptr);
  for (size_t i = 0; i < table.rows.size(); ++i) amounts[tree.node_of_row[i]] = AmountIn(table.rows[i], column);
  std::vector<int64_t> children(tree.parents.size(), 0);
  std::vector<bool> has_children(tree.parents.size(), false);
  for (size_t node = 1; node < amounts.size(); ++node) {
    const auto parent = static_cast<size_t>(tree.parents[node]);
    has_children[parent] = true;
    if (amounts[node] != nullptr) children[parent] += amounts[node]->shown;
  }
  for (size_t node = 0; node < amounts.size(); ++node) {
    if (has_children[node] && amounts[node] != nullptr && amounts[node]->shown != children[node]) return false;
  }
  return true;
}

}  // namespace prognos::documents
