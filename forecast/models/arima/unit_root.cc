#include "forecast/models/arima/unit_root.h"

#include <algorithm>
#include <cmath>

#include "forecast/series/seasonality.h"
#include "forecast/series/stl.h"

namespace prognos::models {
namespace {

// A further difference must leave something to judge.
constexpr int kLeastValuesToTest = 4;
// Variation below this part of the values' size is rounding.
constexpr double kRounding = 1e-12;

double Variance(const Vector& values) { return (values.array() - values.mean()).square().mean(); }

bool IsFlat(const ConstVectorRef& values) {
  return values.maxCoeff() - values.minCoeff() <= kRounding * values.cwiseAbs().maxCoeff();
}

double LongRunVariance(const Vector& errors, int lag) {
  const Eigen::Index size = errors.size();
  double sum = errors.squaredNorm();
  for (int k = 1; k <= std::min<int>(lag, static_cast<int>(size) - 1); ++k) {
    sum += 2.0 * (1.0 - k / (lag + 1.0)) * errors.head(size - k).dot(errors.tail(size - k));
  }
  return sum / static_cast<double>(size);
}

}  // namespace

Vector Differences(const ConstVectorRef& values, int lag) {
  const Eigen::Index size = std::max<Eigen::Index>(0, values.size() - lag);
  return values.tail(size) - values.head(size);
}

double KpssStatistic(const ConstVectorRef& values, int lag) {
  if (values.size() == 0 || IsFlat(values)) return 0.0;
  const Vector errors = values.array() - values.mean();
  const double long_run_variance = LongRunVariance(errors, lag);
  if (!(long_run_variance > 0.0)) return 0.0;
  double partial_sum = 0.0, squares = 0.0;
  for (const double error : errors) {
    partial_sum += error;
    squares += partial_sum * partial_sum;
  }
  const double n = static_cast<double>(values.size());
  return squares / (n * n * long_run_variance);
}

int KpssLag(int num_values) { return static_cast<int>(3.0 * std::sqrt(num_values) / 13.0); }

int CountDifferences(const ConstVectorRef& values, int most) {
  Vector differenced = values;
  for (int count = 0; count < most; ++count) {
    const int size = static_cast<int>(differenced.size());
    if (size < kLeastValuesToTest || KpssStatistic(differenced, KpssLag(size)) <= kKpssCriticalValue) return count;
    differenced = Differences(differenced, 1);
  }
  return most;
}

double SeasonalStrength(const ConstVectorRef& values) {
  if (values.size() < kLeastMonthsForSeason || IsFlat(values)) return 0.0;
  const auto decomposition = DecomposeStl(values, {});
  if (!decomposition.ok()) return 0.0;
  const double whole = Variance(decomposition->seasonal + decomposition->remainder);
  return whole > 0.0 ? std::clamp(1.0 - Variance(decomposition->remainder) / whole, 0.0, 1.0) : 0.0;
}

}  // namespace prognos::models
