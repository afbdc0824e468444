#include "forecast/engine/combination.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace prognos::engine {
namespace {

// An error counts as at least this share of the prior's mean absolute error in the reweighting: keeps weights finite.
constexpr double kLeastRelativeError = 0.02;
constexpr int kMostReweightings = 30;
constexpr int kMostGradientSteps = 300;
constexpr double kWeightTolerance = 1e-7;

double MedianOf(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return 0.5 * (values[values.size() / 2] + values[(values.size() - 1) / 2]);
}

void TrimRow(const CombinationOptions& options, Matrix::RowXpr row) {
  std::vector<double> values;
  for (const double value : row) {
    if (!std::isnan(value)) values.push_back(value);
  }
  if (values.empty()) return;
  const double median = MedianOf(values);
  for (double& value : values) value = std::abs(value - median);
  const double distance = std::max(MedianOf(values), options.least_relative_distance * std::abs(median));
  const double most = options.most_distances * distance;
  for (double& value : row) value = std::isnan(value) ? median : std::clamp(value, median - most, median + most);
}

// The weights on the simplex that minimise w' `curvature` w / 2 - w' `slope`.
Vector MinimiseOnSimplex(const Matrix& curvature, const Vector& slope, const Vector& start) {
  const double steepest = curvature.trace();  // At least the largest eigenvalue.
  Vector weights = start;
  Vector ahead = start;
  double momentum = 1.0;
  for (int step = 0; step < kMostGradientSteps; ++step) {
    const Vector next = ProjectOntoSimplex(ahead - (curvature * ahead - slope) / steepest);
    const double next_momentum = 0.5 * (1.0 + std::sqrt(1.0 + 4.0 * momentum * momentum));
    const Vector change = next - weights;
    ahead = next + (momentum - 1.0) / next_momentum * change;
    weights = next;
    momentum = next_momentum;
    if (change.lpNorm<Eigen::Infinity>() < 0.01 * kWeightTolerance) break;
  }
  return weights;
}

}  // namespace

Limits LimitsAt(const MonthlySeries& history, Month origin, double margin) {
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  int count = 0;
  for (Month month = origin - 1; month >= history.first && count < kMonthsForLimits; month = month - 1) {
    const double value = history.At(month);
    if (std::isnan(value)) continue;
    least = std::min(least, value);
    most = std::max(most, value);
    ++count;
  }
  if (count < kMonthsForLimits) return {};
  const double beyond = margin * (most - least);
  return {least - beyond, most + beyond};
}

Matrix Trimmed(const Matrix& forecasts, const CombinationOptions& options, const Limits& limits) {
  Matrix trimmed = forecasts.unaryExpr(
      [&](double value) { return std::isnan(value) ? value : std::clamp(value, limits.least, limits.most); });
  for (Eigen::Index month = 0; month < trimmed.rows(); ++month) TrimRow(options, trimmed.row(month));
  return trimmed;
}

Vector ProjectOntoSimplex(const Vector& values) {
  Vector sorted = values;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double sum = -1.0;
  double excess = 0.0;
  for (Eigen::Index at = 0; at < sorted.size(); ++at) {
    sum += sorted[at];
    const double here = sum / static_cast<double>(at + 1);
    if (sorted[at] > here) excess = here;
  }
  return (values.array() - excess).max(0.0);
}

Vector FitWeights(const Evidence& evidence, const Vector& prior, const CombinationOptions& options) {
  if (evidence.errors.rows() == 0) return prior;
  const double typical = (evidence.errors * prior).cwiseAbs().mean();
  if (!(typical > 0.0)) return prior;  // The prior has made no error.
  const double count = static_cast<double>(evidence.errors.rows());
  const double lambda = options.least_shrinkage + options.rounds_of_doubt / std::max(1.0, evidence.rounds);
  const Matrix shrinkage = 2.0 * lambda * Matrix::Identity(prior.size(), prior.size());
  Vector weights = prior;
  for (int pass = 0; pass < kMostReweightings; ++pass) {
    const Vector sizes = (evidence.errors * weights).cwiseAbs();
    const Vector inverse = (sizes.array().max(kLeastRelativeError * typical) * count * typical).inverse();
    const Matrix curvature = evidence.errors.transpose() * (inverse.asDiagonal() * evidence.errors) + shrinkage;
    const Vector next = MinimiseOnSimplex(curvature, 2.0 * lambda * prior, weights);
    const double change = (next - weights).lpNorm<Eigen::Infinity>();
    weights = next;
    if (change < kWeightTolerance) break;
  }
  return weights;
}

}  // namespace prognos::engine
