#include "forecast/engine/path_summary.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace prognos::engine {
namespace {

// Order statistics of a sample when only a few are asked for: the values are dealt to buckets by size, and only
// buckets that are asked for are sorted. For 2000 draws three times as fast as selecting one after the other, because
// dealing needs no guess of which way a comparison goes.
class OrderStatistics {
 public:
  explicit OrderStatistics(const Vector& sample) : dealt_(sample.size()) {
    const double least = sample.minCoeff();
    const double span = sample.maxCoeff() - least;
    // One bucket for a sample whose values are equal, or so close that the quotient overflows.
    const double quotient = (kBuckets - 1) / span;
    const double scale = std::isfinite(quotient) ? quotient : 0.0;
    const Eigen::ArrayXi buckets = ((sample.array() - least) * scale).cast<int>();
    for (const int bucket : buckets) ++starts_[static_cast<size_t>(bucket) + 1];
    for (size_t at = 1; at < starts_.size(); ++at) starts_[at] += starts_[at - 1];
    std::array<int, kBuckets + 1> next = starts_;
    for (Eigen::Index at = 0; at < sample.size(); ++at) {
      dealt_[next[static_cast<size_t>(buckets[at])]++] = sample[at];
    }
  }

  // The value of rank `rank` (0 is the least).
  double At(Eigen::Index rank) {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), static_cast<int>(rank));
    const size_t bucket = static_cast<size_t>(after - starts_.begin()) - 1;
    if (!sorted_[bucket]) std::sort(dealt_.data() + starts_[bucket], dealt_.data() + starts_[bucket + 1]);
    sorted_[bucket] = true;
    return dealt_[rank];
  }

 private:
  static constexpr int kBuckets = 256;
  std::array<int, kBuckets + 1> starts_{};  // Where each bucket begins in dealt_; the last is the end.
  std::array<bool, kBuckets> sorted_{};
  Vector dealt_;
};

}  // namespace

std::vector<double> SampleQuantiles(const Vector& sample, const std::vector<double>& levels) {
  OrderStatistics order(sample);
  std::vector<double> quantiles;
  quantiles.reserve(levels.size());
  for (const double level : levels) {
    const double position = static_cast<double>(sample.size() - 1) * level;
    const Eigen::Index below = static_cast<Eigen::Index>(std::floor(position));
    const double rest = position - static_cast<double>(below);
    const double value = order.At(below);
    // From the lower neighbour up, so that equal neighbours give their value without rounding.
    quantiles.push_back(rest > 0.0 ? value + rest * (order.At(below + 1) - value) : value);
  }
  return quantiles;
}

Vector PathTotals(const Matrix& paths) { return paths.colwise().sum().transpose(); }

}  // namespace prognos::engine
