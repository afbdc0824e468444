#include "forecast/evaluation/accuracy.h"

#include <algorithm>
#include <cmath>

namespace prognos::evaluation {
namespace {

// Mean of term(row) over the rows where it is not NaN; NaN when there are none.
template <typename Term>
double MeanOf(Eigen::Index rows, const Term& term) {
  double sum = 0.0;
  int count = 0;
  for (Eigen::Index row = 0; row < rows; ++row) {
    const double value = term(row);
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  return count == 0 ? kMissing : sum / count;
}

double Square(double value) { return value * value; }

double Pinball(double actual, double quantile, double level) {
  const double error = actual - quantile;
  return error >= 0.0 ? level * error : (level - 1.0) * error;
}

}  // namespace

double MeanError(const ConstVectorRef& actual, const ConstVectorRef& forecast) {
  return MeanOf(actual.size(), [&](auto row) { return actual[row] - forecast[row]; });
}

double MeanAbsoluteError(const ConstVectorRef& actual, const ConstVectorRef& forecast) {
  return MeanOf(actual.size(), [&](auto row) { return std::abs(actual[row] - forecast[row]); });
}

double RootMeanSquaredError(const ConstVectorRef& actual, const ConstVectorRef& forecast) {
  return std::sqrt(MeanOf(actual.size(), [&](auto row) { return Square(actual[row] - forecast[row]); }));
}

double MeanAbsolutePercentageError(const ConstVectorRef& actual, const ConstVectorRef& forecast) {
  return MeanOf(actual.size(), [&](auto row) {
    return actual[row] == 0.0 ? kMissing : 100.0 * std::abs((actual[row] - forecast[row]) / actual[row]);
  });
}

double SymmetricMeanAbsolutePercentageError(const ConstVectorRef& actual, const ConstVectorRef& forecast) {
  return MeanOf(actual.size(), [&](auto row) {
    const double size = std::abs(actual[row]) + std::abs(forecast[row]);
    return size == 0.0 ? 0.0 : 200.0 * std::abs(actual[row] - forecast[row]) / size;
  });
}

double WeightedAbsolutePercentageError(const ConstVectorRef& actual, const ConstVectorRef& forecast) {
  const double error = MeanAbsoluteError(actual, forecast);
  const double size =
      MeanOf(actual.size(), [&](auto row) { return std::isnan(forecast[row]) ? kMissing : std::abs(actual[row]); });
  return size > 0.0 ? 100.0 * error / size : kMissing;
}

double NaiveAbsoluteScale(const ConstVectorRef& history, int lag) {
  return MeanOf(history.size() - lag, [&](auto row) { return std::abs(history[row + lag] - history[row]); });
}

double NaiveSquaredScale(const ConstVectorRef& history, int lag) {
  return MeanOf(history.size() - lag, [&](auto row) { return Square(history[row + lag] - history[row]); });
}

Vector YearSums(const ConstVectorRef& history) {
  const Eigen::Index count = std::max<Eigen::Index>(0, history.size() - kMonthsPerYear + 1);
  Vector sums(count);
  for (Eigen::Index at = 0; at < count; ++at) sums[at] = history.segment(at, kMonthsPerYear).sum();
  return sums;
}

double MeanAbsoluteScaledError(const ConstVectorRef& actual, const ConstVectorRef& forecast, double absolute_scale) {
  return absolute_scale > 0.0 ? MeanAbsoluteError(actual, forecast) / absolute_scale : kMissing;
}

Vector Scaled(const ConstVectorRef& values, const ConstVectorRef& scales) {
  return (scales.array() > 0.0).select(values.array() / scales.array(), kMissing);
}

double PinballLoss(const ConstVectorRef& actual, const ConstVectorRef& quantile, double level) {
  return MeanOf(actual.size(), [&](auto row) { return Pinball(actual[row], quantile[row], level); });
}

double IntervalScore(const ConstVectorRef& actual, const ConstVectorRef& lower, const ConstVectorRef& upper,
                     double coverage) {
  const double penalty = 2.0 / (1.0 - coverage);
  return MeanOf(actual.size(), [&](auto row) {
    const double outside = std::max({0.0, lower[row] - actual[row], actual[row] - upper[row]});
    return upper[row] - lower[row] + penalty * (std::isnan(actual[row]) ? kMissing : outside);
  });
}

double Coverage(const ConstVectorRef& actual, const ConstVectorRef& lower, const ConstVectorRef& upper) {
  return MeanOf(actual.size(), [&](auto row) {
    if (std::isnan(actual[row] + lower[row] + upper[row])) return kMissing;
    return lower[row] <= actual[row] && actual[row] <= upper[row] ? 1.0 : 0.0;
  });
}

double CrpsFromSample(double actual, const ConstVectorRef& sample) {
  if (sample.size() == 0) return kMissing;
  Vector sorted = sample;
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  // With sorted values, sum over i, j of |x_i - x_j| = 2 sum_i (2 i - n + 1) x_i, i from 0.
  const Vector rank = Vector::LinSpaced(sorted.size(), 1.0 - n, n - 1.0);
  return (sorted.array() - actual).abs().mean() - (sorted.size() > 1 ? rank.dot(sorted) / (n * n) : 0.0);
}

double SampleQuantile(const ConstVectorRef& sample, double level) {
  if (sample.size() == 0) return kMissing;
  Vector values = sample;
  const double position = std::clamp(level, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const auto below = static_cast<Eigen::Index>(position);
  std::nth_element(values.begin(), values.begin() + below, values.end());
  if (below + 1 >= values.size()) return values[below];
  const double above = *std::min_element(values.begin() + below + 1, values.end());
  return values[below] + (position - static_cast<double>(below)) * (above - values[below]);
}

}  // namespace prognos::evaluation
