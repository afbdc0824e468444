#include "forecast/engine/bounds.h"

#include <algorithm>
#include <cmath>

namespace prognos::engine {
namespace {

constexpr int kMostHalvings = 40;
constexpr double kRelativeTolerance = 1e-9;

double LargestKnown(const MonthlySeries& series) {
  double largest = 0.0;
  for (const double value : series.values) largest = std::isnan(value) ? largest : std::max(largest, std::abs(value));
  return largest;
}

bool HasNegative(const MonthlySeries& series) { return (series.values.array() < 0.0).any(); }

double MeanWithin(const Bounds& bounds, const Vector& draws, double shift) {
  return (draws.array() + shift).max(bounds.least).min(bounds.most).mean();
}

// The shift of `draws` within `reach` whose cut mean is nearest to `wanted`: the cut mean rises with the shift.
double FindShift(const Bounds& bounds, const Vector& draws, double wanted, double reach) {
  double low = -reach;
  double high = reach;
  if (MeanWithin(bounds, draws, low) >= wanted) return low;
  if (MeanWithin(bounds, draws, high) <= wanted) return high;
  for (int step = 0; step < kMostHalvings && high - low > kRelativeTolerance * reach; ++step) {
    const double middle = 0.5 * (low + high);
    (MeanWithin(bounds, draws, middle) < wanted ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

Bounds BoundsOf(const models::TrainingData& training) {
  const bool has_history = training.history.CountKnown() > 0;
  const double most = kMostTimesKnown * std::max(LargestKnown(training.history), LargestKnown(training.budget));
  const bool negative = HasNegative(has_history ? training.history : training.budget);
  return {negative ? -most : 0.0, most};
}

void KeepWithin(const Bounds& bounds, Vector& mean, Matrix& paths) {
  mean = mean.cwiseMax(bounds.least).cwiseMin(bounds.most);
  if (paths.cols() == 0) return;
  for (Eigen::Index month = 0; month < paths.rows(); ++month) {
    Vector draws = paths.row(month).transpose();
    draws.array() += mean[month] - draws.mean();
    if (draws.minCoeff() < bounds.least || draws.maxCoeff() > bounds.most) {
      const double deviation = std::sqrt((draws.array() - mean[month]).square().mean());
      const double shift = FindShift(bounds, draws, mean[month], deviation);
      draws = (draws.array() + shift).max(bounds.least).min(bounds.most);
      mean[month] = draws.mean();
    }
    paths.row(month) = draws.transpose();
  }
}

}  // namespace prognos::engine
