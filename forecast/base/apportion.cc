#include "forecast/base/apportion.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/numeric/int128.h"

namespace prognos {
namespace {

// Bits that the largest weight is given: all that a double has, so that no weight of like size loses any.
constexpr int kWeightBits = 53;

double UsableWeight(double weight) { return std::isfinite(weight) && weight > 0.0 ? weight : 0.0; }

// The weights as whole numbers, the largest between 2^52 and 2^53; all 1 when none is usable.
std::vector<int64_t> WholeWeights(absl::Span<const double> weights) {
  double largest = 0.0;
  for (const double weight : weights) largest = std::max(largest, UsableWeight(weight));
  if (largest == 0.0) return std::vector<int64_t>(weights.size(), 1);
  int exponent = 0;
  std::frexp(largest, &exponent);
  std::vector<int64_t> whole;
  whole.reserve(weights.size());
  for (const double weight : weights) {
    whole.push_back(static_cast<int64_t>(std::ldexp(UsableWeight(weight), kWeightBits - exponent)));
  }
  return whole;
}

// Adds one to the `count` parts with the largest remainder.
void RaiseLargestRemainders(int64_t count, absl::Span<const absl::int128> remainders, std::vector<int64_t>& parts) {
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  for (int64_t i = 0; i < count; ++i) ++parts[order[i]];
}

std::vector<int64_t> ApportionPositive(absl::int128 total, absl::Span<const int64_t> weights) {
  absl::int128 weight_sum = 0;
  for (const int64_t weight : weights) weight_sum += weight;
  std::vector<int64_t> parts;
  std::vector<absl::int128> remainders;
  absl::int128 left = total;
  for (const int64_t weight : weights) {
    const absl::int128 product = total * weight;
    parts.push_back(static_cast<int64_t>(product / weight_sum));
    remainders.push_back(product % weight_sum);
    left -= product / weight_sum;
  }
  RaiseLargestRemainders(static_cast<int64_t>(left), remainders, parts);
  return parts;
}

}  // namespace

std::vector<int64_t> Apportion(int64_t total, absl::Span<const double> weights) {
  if (weights.empty()) return {};
  const std::vector<int64_t> whole_weights = WholeWeights(weights);
  if (total >= 0) return ApportionPositive(total, whole_weights);
  std::vector<int64_t> parts = ApportionPositive(-absl::int128(total), whole_weights);
  for (int64_t& part : parts) part = -part;
  return parts;
}

}  // namespace prognos
