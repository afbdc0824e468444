// Rounding two trees of amounts, cost and revenue, so that they and their difference add up in print.
//
// Each of the three is less than a unit from its true value at every node, and a value of whole units stays as it is:
//
//   printed(0)     the difference rounded to the nearest (halves away from zero), of the pairs that have it the nearest
//   printed(node)  floor or ceiling of each, so that siblings sum to their parent as printed, in both trees
//
// Such a rounding always exists (controlled rounding of a two-way table; Cox 1987, "A constructive procedure for
// unbiased controlled rounding"). Of those of a family the one with the smallest sum of squared errors of the three is
// taken.
#ifndef PROGNOS_FORECAST_DOCUMENTS_ROUNDED_PAIR_H_
#define PROGNOS_FORECAST_DOCUMENTS_ROUNDED_PAIR_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace prognos::documents {

struct AmountPair {
  int64_t first = 0;
  int64_t second = 0;
  int64_t difference() const { return first - second; }
  friend bool operator==(const AmountPair&, const AmountPair&) = default;
};

// As RoundTree of rounded_tree.h, of pairs. Among more than some hundred siblings the difference may be up to two units
// from its true value.
std::vector<AmountPair> RoundPairs(absl::Span<const int> parents, absl::Span<const AmountPair> values, int64_t unit);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_ROUNDED_PAIR_H_
