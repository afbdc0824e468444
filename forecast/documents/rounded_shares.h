// Sharing the printed rows of a tree out among parts, as an activity's amounts among cost types, so that both ways add
// up.
//
//   the parts of a row            sum to the row as it is printed
//   a part of the rows of a family sums to that part of the row above them
//
// Each leaf is shared out in whole units; every other row is the sum of its children. What a part gets too much at one
// leaf it gets less at the next, so that its sums stay near their true values: rounding each leaf by itself would let
// the differences grow with the number of leaves.
#ifndef PROGNOS_FORECAST_DOCUMENTS_ROUNDED_SHARES_H_
#define PROGNOS_FORECAST_DOCUMENTS_ROUNDED_SHARES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace prognos::documents {

// `parents` as in rounded_tree.h; `printed[i]` is what row i shows, and `parts[i]` what its parts are, as many in each
// row; only those of leaves are read. Answers what the parts of each row show. A part that is 0 at a leaf shows 0 there
// while another is not, and one that is all of its leaf shows all of it.
std::vector<std::vector<int64_t>> RoundShares(absl::Span<const int> parents, absl::Span<const int64_t> printed,
                                              const std::vector<std::vector<int64_t>>& parts, int64_t unit);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_ROUNDED_SHARES_H_
