#include "forecast/engine/doubt.h"

#include <cmath>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/combination.h"
#include "forecast/engine/mean_inside.h"
#include "forecast/models/error_paths.h"

namespace prognos::engine {
namespace {

// The months that are expected at something, and have no spread around it.
std::vector<Eigen::Index> MonthsWithoutSpread(const Vector& mean, const Matrix& paths) {
  std::vector<Eigen::Index> months;
  for (Eigen::Index month = 0; month < paths.rows(); ++month) {
    const double span = paths.row(month).maxCoeff() - paths.row(month).minCoeff();
    if (mean[month] != 0.0 && span <= kLeastRelativeSpan * std::abs(mean[month])) months.push_back(month);
  }
  return months;
}

void GiveSpread(const models::TrainingData& training, uint64_t seed, Vector& mean, Matrix& paths) {
  if (paths.cols() < 2) return;
  const std::vector<Eigen::Index> months = MonthsWithoutSpread(mean, paths);
  if (months.empty()) return;
  RandomGenerator generator(RandomGenerator::DeriveSeed(seed, "doubt"));
  Matrix errors =
      models::DrawDefaultErrors(1.0, static_cast<int>(paths.rows()), static_cast<int>(paths.cols()), generator);
  errors.colwise() -= errors.rowwise().mean().eval();
  const int without_change = MonthsWithoutChange(training.history);
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
