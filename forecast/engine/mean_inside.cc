#include "forecast/engine/mean_inside.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/engine/path_summary.h"

namespace prognos::engine {
namespace {

constexpr double kUpperShare = 0.2;
constexpr double kBeyond = 0.01;
// What a sum needs may take a month's mean out again, and the other way round; a few rounds settle it.
constexpr int kMostRounds = 20;
// Of the mean: the rounding of a quantile.
constexpr double kRounding = 1e-9;

// Whether the mean of `draws` is above the upper end of its interval; `end` is that end.
bool IsAbove(const Vector& draws, double& end) {
  end = SampleQuantiles(draws, {0.5 + 0.5 * kCoverageAroundMean}).front();
  const double mean = draws.mean();
  return mean > end + kRounding * std::abs(mean);
}

// The upper paths by `draws`; equal ones are told apart by chance, or all months would choose the same.
std::vector<bool> UpperOnes(const Vector& draws, RandomGenerator& generator) {
  std::vector<Eigen::Index> order(static_cast<size_t>(draws.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  Vector chance(draws.size());
  for (double& value : chance) value = generator.Uniform();
  std::sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    return draws[a] != draws[b] ? draws[a] > draws[b] : chance[a] > chance[b];
  });
  const size_t count = static_cast<size_t>(std::ceil(kUpperShare * static_cast<double>(draws.size())));
  std::vector<bool> upper(order.size(), false);
  for (size_t at = 0; at < count; ++at) upper[static_cast<size_t>(order[at])] = true;
  return upper;
}

// y above, of one month.
Vector Target(const Vector& draws, const std::vector<bool>& upper) {
  const double mean = draws.mean();
  const double least = draws.minCoeff();
  const double share =
      static_cast<double>(std::count(upper.begin(), upper.end(), true)) / static_cast<double>(upper.size());
  const double top = std::min(least + (mean - least) / share, draws.maxCoeff());
  const double rest = mean - (top - mean) * share / (1.0 - share);
  Vector target(draws.size());
  for (Eigen::Index at = 0; at < target.size(); ++at) target[at] = upper[static_cast<size_t>(at)] ? top : rest;
  return target;
}

// w above, when the interval ends at `end` and the upper paths are to be at `top`.
double Weight(double mean, double end, double top) {
  return top > end ? std::clamp((mean + kBeyond * (top - mean) - end) / (top - end), 0.0, 1.0) : 0.0;
}

bool DrawInMonths(RandomGenerator& generator, Matrix& paths) {
  bool changed = false;
  for (Eigen::Index month = 0; month < paths.rows(); ++month) {
    const Vector draws = paths.row(month).transpose();
    double end = 0.0;
    if (!IsAbove(draws, end)) continue;
    const Vector target = Target(draws, UpperOnes(draws, generator));
    const double weight = Weight(draws.mean(), end, target.maxCoeff());
    paths.row(month) = ((1.0 - weight) * draws + weight * target).transpose();
    changed = true;
  }
  return changed;
}

bool DrawInTotal(RandomGenerator& generator, Matrix& paths) {
  const Vector totals = PathTotals(paths);
  double end = 0.0;
  if (!IsAbove(totals, end)) return false;
  const std::vector<bool> upper = UpperOnes(totals, generator);
  Matrix targets(paths.rows(), paths.cols());
  for (Eigen::Index month = 0; month < paths.rows(); ++month) {
    targets.row(month) = Target(paths.row(month).transpose(), upper).transpose();
  }
  const double weight = Weight(totals.mean(), end, PathTotals(targets).maxCoeff());
  paths = (1.0 - weight) * paths + weight * targets;
  return true;
}

bool DrawInOnce(RandomGenerator& generator, Matrix& paths) {
  const bool months = DrawInMonths(generator, paths);
  const bool total = paths.rows() > 1 && DrawInTotal(generator, paths);
  return months || total;
}

}  // namespace

void KeepMeanInside(uint64_t seed, Matrix& paths) {
  if (paths.cols() < kLeastPathsAroundMean || paths.rows() == 0) return;
  RandomGenerator generator(RandomGenerator::DeriveSeed(seed, "inside"));
  for (int round = 0; round < kMostRounds; ++round) {
    bool changed = DrawInOnce(generator, paths);
    Matrix turned = -paths;
    if (DrawInOnce(generator, turned)) {
      paths = -turned;
      changed = true;
    }
    if (!changed) return;
  }
}

}  // namespace prognos::engine
