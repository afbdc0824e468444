#include "forecast/engine/common_movement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "forecast/engine/path_summary.h"

namespace prognos::engine {
namespace {

// The indexes of `values`, those of the smallest first.
std::vector<Eigen::Index> Order(const Vector& values) {
  std::vector<Eigen::Index> order(static_cast<size_t>(values.size()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) { return values[a] < values[b]; });
  return order;
}

}  // namespace

double EstimateCommonMovement(const std::vector<Vector>& rounds, const CommonMovementOptions& options) {
  double together = 0.0;
  double apart = 0.0;
  double count = 0.0;
  for (const Vector& errors : rounds) {
    if (errors.size() < 2) continue;
    const double squares = errors.squaredNorm();
    together += errors.sum() * errors.sum() - squares;
    apart += static_cast<double>(errors.size() - 1) * squares;
    count += 1.0;
  }
  const double measured = apart > 0.0 ? together / apart : 0.0;
  if (!(apart > 0.0)) count = 0.0;
  const double estimate = (count * measured + options.prior_rounds * options.prior) / (count + options.prior_rounds);
  return std::clamp(estimate, 0.0, options.most);
}

void MoveTogether(double correlation, const Vector& common, RandomGenerator& generator, Matrix& paths) {
  Vector latent(paths.cols());
  for (Eigen::Index at = 0; at < latent.size(); ++at) {
    latent[at] = std::sqrt(correlation) * common[at] + std::sqrt(1.0 - correlation) * generator.Normal();
  }
  const std::vector<Eigen::Index> columns = Order(latent);
  const std::vector<Eigen::Index> ranked = Order(PathTotals(paths));
  const Matrix before = paths;
  for (size_t rank = 0; rank < columns.size(); ++rank) paths.col(columns[rank]) = before.col(ranked[rank]);
}

void MoveWithGroup(double correlation, const MovementKey& key, uint64_t own_seed, Matrix& paths) {
  RandomGenerator common_generator(
      RandomGenerator::DeriveSeed(key.seed, absl::StrCat("common/", key.pool, "/", key.group)));
  Vector common(paths.cols());
  for (double& draw : common) draw = common_generator.Normal();
  RandomGenerator own_generator(RandomGenerator::DeriveSeed(own_seed, "order"));
  MoveTogether(correlation, common, own_generator, paths);
}

double MovementOf(const std::map<int, double>& measured, int group, const CommonMovementOptions& options) {
  const auto found = measured.find(group);
  return found == measured.end() ? options.prior : found->second;
}

}  // namespace prognos::engine
