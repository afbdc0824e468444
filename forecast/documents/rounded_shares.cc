#include "forecast/documents/rounded_shares.h"

#include "forecast/documents/rounded_tree.h"

namespace prognos::documents {

std::vector<std::vector<int64_t>> RoundShares(absl::Span<const int> parents, absl::Span<const int64_t> printed,
                                              const std::vector<std::vector<int64_t>>& parts, int64_t unit) {
  const size_t count = parts.empty() ? 0 : parts.front().size();
  std::vector<std::vector<int64_t>> shares(parents.size(), std::vector<int64_t>(count, 0));
  std::vector<bool> is_leaf(parents.size(), true);
  for (size_t row = 1; row < parents.size(); ++row) is_leaf[static_cast<size_t>(parents[row])] = false;
  std::vector<int64_t> owed(count, 0);  // What each part has got too little of so far.
  for (size_t row = 0; row < parents.size(); ++row) {
    if (!is_leaf[row]) continue;
    std::vector<int64_t> wanted(count, 0);
    for (size_t part = 0; part < count; ++part) {
      if (parts[row][part] != 0) wanted[part] = parts[row][part] + owed[part];
    }
    shares[row] = RoundParts(wanted, unit, printed[row]);
    for (size_t part = 0; part < count; ++part) owed[part] += parts[row][part] - shares[row][part] * unit;
  }
  for (size_t row = parents.size(); row-- > 1;) {
    for (size_t part = 0; part < count; ++part) shares[static_cast<size_t>(parents[row])][part] += shares[row][part];
  }
  return shares;
}

}  // namespace prognos::documents
