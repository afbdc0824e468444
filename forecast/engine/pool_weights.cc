#include "forecast/engine/pool_weights.h"

namespace prognos::engine {
namespace {

constexpr double kTraceOfPrior = 1e-3;

}  // namespace

Evidence PastErrors(const std::vector<SeriesFit>& pool, Target target, Eigen::Index member_count,
                    const CombinationOptions& options) {
  std::vector<Vector> rows;
  double rounds = 0.0;
  for (const SeriesFit& fit : pool) {
    if (fit.falls_back || fit.stands_alone) continue;
    for (const PastForecasts& past : fit.candidates.past) {
      rounds += 1.0;
      Matrix errors = (TrimmedThen(fit, past, options).colwise() - past.actual) / fit.scale;
      if (target == Target::kTotal) errors = errors.colwise().sum().eval();
      for (Eigen::Index row = 0; row < errors.rows(); ++row) {
        if (errors.row(row).allFinite()) rows.push_back(errors.row(row).transpose());
      }
    }
  }
  Evidence evidence{Matrix(static_cast<Eigen::Index>(rows.size()), member_count), rounds};
  for (size_t row = 0; row < rows.size(); ++row) {
    evidence.errors.row(static_cast<Eigen::Index>(row)) = rows[row].transpose();
  }
  return evidence;
}

Vector SeriesWeights(const SeriesFit& fit, const Vector& pooled, const DefaultMembers& members) {
  Vector weights = Vector::Zero(static_cast<Eigen::Index>(fit.models.size()));
  const int known_months = fit.task.training.history.CountKnown();
  for (Eigen::Index at = 0; at < weights.size(); ++at) {
    const size_t model = static_cast<size_t>(at);
    if (!fit.candidates.Answers(model)) continue;
    if (fit.falls_back || fit.stands_alone) {
      weights[at] = 1.0;
      return weights;
    }
    // A trace of the prior, for a series that only members without weight answer for.
    weights[at] = (pooled[at] + kTraceOfPrior * members.prior[at]) * WeightFactor(*fit.models[model], known_months);
  }
  const double sum = weights.sum();
  return sum > 0.0 ? Vector(weights / sum) : weights;
}

}  // namespace prognos::engine
