#include "forecast/documents/rounded_tree.h"

#include <algorithm>

#include "forecast/base/number_format.h"

namespace prognos::documents {
namespace {

using Children = std::vector<std::vector<size_t>>;

Children ChildrenOf(absl::Span<const int> parents) {
  Children children(parents.size());
  for (size_t node = 1; node < parents.size(); ++node) children[static_cast<size_t>(parents[node])].push_back(node);
  return children;
}

int64_t FloorDivide(int64_t value, int64_t unit) {
  const int64_t quotient = value / unit;
  return value % unit < 0 ? quotient - 1 : quotient;
}

int64_t Fraction(int64_t value, int64_t unit) { return value - FloorDivide(value, unit) * unit; }

// Gives `total` units to one family.
void RoundFamily(std::vector<size_t> family, absl::Span<const int64_t> values, int64_t unit, int64_t total,
                 std::vector<int64_t>& printed) {
  int64_t missing = total;
  for (size_t node : family) missing -= printed[node] = FloorDivide(values[node], unit);
  std::stable_sort(family.begin(), family.end(),
                   [&](size_t a, size_t b) { return Fraction(values[a], unit) > Fraction(values[b], unit); });
  for (size_t i = 0; i < family.size() && missing > 0; ++i, --missing) ++printed[family[i]];
}

}  // namespace

std::vector<int64_t> RoundParts(absl::Span<const int64_t> values, int64_t unit, int64_t total) {
  std::vector<int64_t> printed(values.size());
  std::vector<size_t> order;
  for (size_t i = 0; i < values.size(); ++i) {
    total -= printed[i] = FloorDivide(values[i], unit);
    if (values[i] != 0) order.push_back(i);
  }
  if (order.empty()) {
    for (size_t i = 0; i < values.size(); ++i) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return Fraction(values[a], unit) > Fraction(values[b], unit); });
  for (size_t i = 0; total > 0 && !order.empty(); i = (i + 1) % order.size(), --total) ++printed[order[i]];
  for (size_t i = 0; total < 0 && !order.empty(); i = (i + 1) % order.size(), ++total) {
    --printed[order[order.size() - 1 - i]];
  }
  return printed;
}

std::vector<int64_t> SumTree(absl::Span<const int> parents, absl::Span<const int64_t> values) {
  const Children children = ChildrenOf(parents);
  std::vector<int64_t> sums(values.begin(), values.end());
  for (size_t node = parents.size(); node-- > 0;) {
    if (children[node].empty()) continue;
    sums[node] = 0;
    for (size_t child : children[node]) sums[node] += sums[child];
  }
  return sums;
}

std::vector<int64_t> RoundTree(absl::Span<const int> parents, absl::Span<const int64_t> values, int64_t unit) {
  const std::vector<int64_t> sums = SumTree(parents, values);
  const Children children = ChildrenOf(parents);
  std::vector<int64_t> printed(sums.size());
  if (!sums.empty()) printed[0] = DivideRounded(sums[0], unit);
  for (size_t node = 0; node < sums.size(); ++node) RoundFamily(children[node], sums, unit, printed[node], printed);
  return printed;
}

}  // namespace prognos::documents
