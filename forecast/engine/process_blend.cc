#include "forecast/engine/process_blend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "forecast/engine/path_summary.h"

namespace prognos::engine {
namespace {

// Columns of `paths` from the smallest total to the largest.
std::vector<Eigen::Index> ByTotal(const Matrix& paths) {
  const Vector totals = PathTotals(paths);
  std::vector<Eigen::Index> order(static_cast<size_t>(totals.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) { return totals[a] < totals[b]; });
  return order;
}

}  // namespace

double ProcessWeight(const std::vector<ErrorsBefore>& series) {
  double models = 0.0;
  double process = 0.0;
  double count = 0.0;
  for (const ErrorsBefore& errors : series) {
    models += errors.years * errors.models / errors.size;
    process += errors.years * errors.process / errors.size;
    count += errors.years;
  }
  // Where one of the two never erred, the other is as good as nothing beside it.
  if (models + process > 0.0 && process <= 0.0) return 1.0;
  if (models + process > 0.0 && models <= 0.0) return 0.0;
  const double seen = models > 0.0 ? std::log(models / process) : 0.0;
  const double seen_count = models > 0.0 ? count : 0.0;
  const double ratio =
      std::exp((seen_count * seen + kPriorErrors * std::log(kPriorRatio)) / (seen_count + kPriorErrors));
  const double common = kErrorCorrelation * ratio;
  return std::clamp((ratio * ratio - common) / (ratio * ratio + 1.0 - 2.0 * common), 0.0, 1.0);
}

void Blend(double weight, const Vector& process_mean, const Matrix& process_paths, Vector& mean, Matrix& paths) {
  mean = (1.0 - weight) * mean + weight * process_mean;
  const std::vector<Eigen::Index> of_models = ByTotal(paths);
  const std::vector<Eigen::Index> of_process = ByTotal(process_paths);
  for (size_t rank = 0; rank < of_models.size(); ++rank) {
    auto path = paths.col(of_models[rank]);
    path = (1.0 - weight) * path + weight * process_paths.col(of_process[rank]);
  }
}

}  // namespace prognos::engine
