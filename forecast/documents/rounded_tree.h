// Rounding a tree of amounts so that the printed rows add up.
//
//   node 0 is the root; value(node) = value(leaf), or the sum of its children
//   printed(0)    = value(0) / unit, rounded to the nearest (halves away from zero)
//   printed(node) = floor or ceiling of value(node) / unit, so that siblings sum to their parent as printed
//
// From the root downwards each family gets floor(value / unit), and the units that are then missing go to the largest
// fractions (largest-remainder method; Hamilton 1792), the first of equal ones. A parent is itself the floor or the
// ceiling of its value, so the number missing always lies between 0 and the number of children with a fraction:
// no printed value is a whole unit or more from its true one.
#ifndef PROGNOS_FORECAST_DOCUMENTS_ROUNDED_TREE_H_
#define PROGNOS_FORECAST_DOCUMENTS_ROUNDED_TREE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace prognos::documents {

// `parents[i]` < i is the parent of node i; parents[0] is -1. `values` holds the values of the leaves; what stands at
// an inner node is not read. Sums must fit in 64 bits. `unit` > 0. An empty tree gives an empty answer.
std::vector<int64_t> RoundTree(absl::Span<const int> parents, absl::Span<const int64_t> values, int64_t unit);

// `values` in whole units that sum to `total`, as near to them as that permits: mostly the floor or the ceiling of
// each. A value of 0 stays 0 while there are others.
std::vector<int64_t> RoundParts(absl::Span<const int64_t> values, int64_t unit, int64_t total);

// The values of all nodes: those of the leaves as given, of inner nodes the sum of their children.
std::vector<int64_t> SumTree(absl::Span<const int> parents, absl::Span<const int64_t> values);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_ROUNDED_TREE_H_
