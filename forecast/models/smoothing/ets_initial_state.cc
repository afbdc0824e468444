#include "forecast/models/smoothing/ets_initial_state.h"

#include <algorithm>

namespace prognos::models {
namespace {

constexpr double kLeastRatio = 0.01;
// Growth factors a month beyond these are an accident of a line through few points.
constexpr double kLeastFactor = 0.8;
constexpr double kMostFactor = 1.25;

struct Line {
  double intercept = 0.0;  // At the month before the first.
  double slope = 0.0;
};

// Least squares through (1, values[0]), (2, values[1]), ...
Line FitLine(const Vector& values) {
  const double n = static_cast<double>(values.size());
  if (n < 2) return {values[0], 0.0};
  const double mean_time = (n + 1.0) / 2.0;
  const Vector time = Vector::LinSpaced(values.size(), 1.0, n).array() - mean_time;
  const double slope = time.dot(values) / time.squaredNorm();
  return {values.mean() - slope * mean_time, slope};
}

// Centred over a year: half the weight on the two ends (the same calendar month).
double MovingAverage(const Vector& values, Eigen::Index at) {
  constexpr Eigen::Index kHalf = kMonthsPerYear / 2;
  const double ends = 0.5 * (values[at - kHalf] + values[at + kHalf]);
  return (ends + values.segment(at - kHalf + 1, kMonthsPerYear - 1).sum()) / kMonthsPerYear;
}

Vector WithoutSeason(const Vector& values, const std::array<double, kMonthsPerYear>& profile, EtsComponent season) {
  Vector adjusted = values;
  for (Eigen::Index t = 0; t < values.size(); ++t) {
    const double term = profile[t % kMonthsPerYear];
    if (season == EtsComponent::kAdditive) adjusted[t] -= term;
    if (season == EtsComponent::kMultiplicative) adjusted[t] /= term;
  }
  return adjusted;
}

}  // namespace

std::array<double, kMonthsPerYear> MeanSeasonOf(const Vector& values, EtsComponent season) {
  const bool ratio = season == EtsComponent::kMultiplicative;
  std::array<double, kMonthsPerYear> sums{};
  std::array<int, kMonthsPerYear> counts{};
  for (Eigen::Index t = kMonthsPerYear / 2; t < values.size() - kMonthsPerYear / 2; ++t) {
    const double average = MovingAverage(values, t);
    sums[t % kMonthsPerYear] += ratio ? values[t] / average : values[t] - average;
    ++counts[t % kMonthsPerYear];
  }
  double mean = 0.0;
  for (int i = 0; i < kMonthsPerYear; ++i) mean += (sums[i] /= counts[i]) / kMonthsPerYear;
  for (double& term : sums) term = ratio ? std::max(kLeastRatio, term / mean) : term - mean;
  return sums;
}

EtsState GuessInitialState(const EtsSpecification& specification, const Vector& values) {
  EtsState state;
  Vector adjusted = values;
  if (specification.has_season()) {
    state.season = MeanSeasonOf(values, specification.season);
    adjusted = WithoutSeason(values, state.season, specification.season);
  }
  const Vector first_years = adjusted.head(std::min<Eigen::Index>(2 * kMonthsPerYear, adjusted.size()));
  state.level = first_years.mean();
  if (!specification.has_trend()) return state;
  const Line line = FitLine(first_years);
  const bool relative = specification.trend == EtsComponent::kMultiplicative;
  const bool positive = !specification.needs_positive_data() || line.intercept > 0.1 * state.level;
  state.growth = relative ? 1.0 : 0.0;
  if (!positive) return state;
  state.level = line.intercept;
  state.growth = relative ? std::clamp(1.0 + line.slope / line.intercept, kLeastFactor, kMostFactor) : line.slope;
  return state;
}

}  // namespace prognos::models
