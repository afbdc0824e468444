#include "forecast/series/seasonality.h"

#include <algorithm>
#include <cmath>

namespace prognos {
namespace {

constexpr int kHalfYear = kMonthsPerYear / 2;
// The 95 % point of the normal distribution: a two-sided test at 90 %.
constexpr double kTestQuantile = 1.6448536269514722;
// Dividing by an index below this blows a month up beyond use.
constexpr double kLeastMultiplicativeIndex = 1e-4;

double Detrended(double value, double trend, SeasonalForm form) {
  return form == SeasonalForm::kMultiplicative ? value / trend : value - trend;
}

// Value against trend for each month that has a trend.
Vector DetrendedValues(const ConstVectorRef& values, SeasonalForm form) {
  const Vector trend = CentredYearMean(values);
  Vector detrended(values.size());
  for (int row = 0; row < values.size(); ++row) detrended[row] = Detrended(values[row], trend[row], form);
  return detrended;
}

std::array<double, kMonthsPerYear> MeanByMonth(const Vector& detrended) {
  std::array<double, kMonthsPerYear> sum{};
  std::array<int, kMonthsPerYear> count{};
  for (int row = kHalfYear; row < detrended.size() - kHalfYear; ++row) {
    sum[row % kMonthsPerYear] += detrended[row];
    ++count[row % kMonthsPerYear];
  }
  for (int month = 0; month < kMonthsPerYear; ++month) sum[month] /= count[month];
  return sum;
}

void Normalise(std::array<double, kMonthsPerYear>& index, SeasonalForm form) {
  double mean = 0.0;
  for (const double value : index) mean += value / kMonthsPerYear;
  for (double& value : index) value = form == SeasonalForm::kMultiplicative ? value / mean : value - mean;
}

// Pooled over the calendar months: sqrt(within-month variance / years behind an index).
double StandardError(const Vector& detrended, const std::array<double, kMonthsPerYear>& index) {
  const int count = static_cast<int>(detrended.size()) - 2 * kHalfYear;
  double sum = 0.0;
  for (int row = kHalfYear; row < kHalfYear + count; ++row) {
    sum += std::pow(detrended[row] - index[row % kMonthsPerYear], 2);
  }
  const double years = static_cast<double>(count) / kMonthsPerYear;
  return std::sqrt(sum / std::max(1, count - kMonthsPerYear) / years);
}

bool AllPositive(const ConstVectorRef& values) { return values.size() > 0 && values.minCoeff() > 0.0; }

}  // namespace

double SeasonalProfile::Remove(int row, double value) const {
  if (form == SeasonalForm::kMultiplicative) return value / index[row % kMonthsPerYear];
  return value - index[row % kMonthsPerYear];
}

double SeasonalProfile::Apply(int row, double value) const {
  if (form == SeasonalForm::kMultiplicative) return value * index[row % kMonthsPerYear];
  return value + index[row % kMonthsPerYear];
}

Vector SeasonalProfile::Remove(const ConstVectorRef& values) const {
  Vector adjusted(values.size());
  for (int row = 0; row < values.size(); ++row) adjusted[row] = Remove(row, values[row]);
  return adjusted;
}

Vector CentredYearMean(const ConstVectorRef& values) {
  Vector trend = Vector::Constant(values.size(), kMissing);
  for (int row = kHalfYear; row < values.size() - kHalfYear; ++row) {
    const double inner = values.segment(row - kHalfYear + 1, kMonthsPerYear - 1).sum();
    trend[row] = (inner + 0.5 * (values[row - kHalfYear] + values[row + kHalfYear])) / kMonthsPerYear;
  }
  return trend;
}

bool IsSeasonal(const ConstVectorRef& values) {
  const int n = static_cast<int>(values.size());
  if (n <= kLeastMonthsForSeason || values.maxCoeff() == values.minCoeff()) return false;
  const Vector centred = values.array() - values.mean();
  const double variance = centred.squaredNorm();
  if (!(variance > 0.0)) return false;
  double square_sum = 0.0;
  for (int lag = 1; lag < kMonthsPerYear; ++lag) {
    square_sum += std::pow(centred.head(n - lag).dot(centred.tail(n - lag)) / variance, 2);
  }
  const double yearly = centred.head(n - kMonthsPerYear).dot(centred.tail(n - kMonthsPerYear)) / variance;
  return std::abs(yearly) > kTestQuantile * std::sqrt((1.0 + 2.0 * square_sum) / n);
}

SeasonalProfile EstimateProfile(const ConstVectorRef& values, SeasonalForm wanted) {
  if (wanted == SeasonalForm::kNone || values.size() < kLeastMonthsForSeason) return {};
  if (wanted == SeasonalForm::kMultiplicative && !AllPositive(values)) wanted = SeasonalForm::kAdditive;
  const Vector detrended = DetrendedValues(values, wanted);
  SeasonalProfile profile{wanted, MeanByMonth(detrended), 0.0};
  Normalise(profile.index, wanted);
  const double least = *std::min_element(profile.index.begin(), profile.index.end());
  if (wanted == SeasonalForm::kMultiplicative && !(least > kLeastMultiplicativeIndex)) {
    return EstimateProfile(values, SeasonalForm::kAdditive);
  }
  profile.standard_error = StandardError(detrended, profile.index);
  return profile;
}

SeasonalProfile Shrunk(const SeasonalProfile& profile) {
  const double average = profile.form == SeasonalForm::kMultiplicative ? 1.0 : 0.0;
  double variance = 0.0;
  for (const double index : profile.index) variance += std::pow(index - average, 2) / (kMonthsPerYear - 1);
  SeasonalProfile shrunk = profile;
  if (!(variance > 0.0)) return shrunk;
  const double keep = std::max(0.0, 1.0 - profile.standard_error * profile.standard_error / variance);
  for (double& index : shrunk.index) index = average + keep * (index - average);
  return shrunk;
}

}  // namespace prognos
