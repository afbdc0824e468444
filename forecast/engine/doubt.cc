#include "forecast/engine/doubt.h"

#include <cmath>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/combination.h"
#include "forecast/engine/mean_inside.h"
#include "forecast/engine/path_summary.h"
#include "forecast/models/error_paths.h"

namespace prognos::engine {
namespace {

// Of a normal variable, from its 10 to its 90 % quantile.
constexpr double kDeviationsBetween = 2.5631031310892007;

// The months that are expected at something, and have no spread around it; of a history that `never_moved` also those
// that have less than the doubt.
std::vector<Eigen::Index> MonthsWithoutSpread(const Vector& mean, const Matrix& paths, bool never_moved,
                                              int without_change) {
  std::vector<Eigen::Index> months;
  for (Eigen::Index month = 0; month < paths.rows(); ++month) {
    const double span = paths.row(month).maxCoeff() - paths.row(month).minCoeff();
    const std::vector<double> ends = SampleQuantiles(paths.row(month).transpose(), {0.1, 0.9});
    const bool flat = span <= kLeastRelativeSpan * std::abs(mean[month]);
    const bool too_sure =
        never_moved && ends[1] - ends[0] < kDeviationsBetween * DeviationInDoubt(mean[month], without_change);
    if (mean[month] != 0.0 && (flat || too_sure)) months.push_back(month);
  }
  return months;
}

bool NeverMoved(const MonthlySeries& history) {
  double first = kMissing;
  for (const double value : history.values) {
    if (std::isnan(value)) continue;
    if (std::isnan(first)) first = value;
    if (value != first) return false;
  }
  return !std::isnan(first);
}

void GiveSpread(const models::TrainingData& training, uint64_t seed, Vector& mean, Matrix& paths) {
  if (paths.cols() < 2) return;
  const int without_change = MonthsWithoutChange(training.history);
  const std::vector<Eigen::Index> months =
      MonthsWithoutSpread(mean, paths, NeverMoved(training.history), without_change);
  if (months.empty()) return;
  RandomGenerator generator(RandomGenerator::DeriveSeed(seed, "doubt"));
  Matrix errors =
      models::DrawDefaultErrors(1.0, static_cast<int>(paths.rows()), static_cast<int>(paths.cols()), generator);
  errors.colwise() -= errors.rowwise().mean().eval();
  for (const Eigen::Index month : months) {
    paths.row(month) = DeviationInDoubt(mean[month], without_change) * errors.row(month);
    paths.row(month).array() += mean[month];
  }
  KeepWithin(BoundsOf(training), mean, paths);
}

}  // namespace

int MonthsWithoutChange(const MonthlySeries& history) {
  const MonthlySeries known = history.Trimmed();
  if (known.empty()) return 0;
  const double last = known.values[known.size() - 1];
  int equal = 0;
  for (int at = known.size() - 1; at >= 0; --at) {
    if (std::isnan(known.values[at])) continue;
    if (known.values[at] != last) break;
    ++equal;
  }
  return equal >= kMonthsForLimits ? equal : known.CountKnown();
}

double DeviationInDoubt(double mean, int months_without_change) {
  return models::kDefaultRelativeSpread * std::abs(mean) / std::sqrt(months_without_change + 2.0);
}

void KeepDoubt(const models::TrainingData& training, uint64_t seed, Vector& mean, Matrix& paths) {
  GiveSpread(training, seed, mean, paths);
  KeepMeanInside(seed, paths);
}

}  // namespace prognos::engine
