#include "forecast/series/month_scale.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace prognos {
namespace {

constexpr int kTrendMonths = 6;  // Either side, for the median that the season is measured from.
constexpr double kLeastRelativeDistance = 0.01;
constexpr double kLeastYearsOfChance = 2.0;
constexpr double kVarianceOfMedian = std::numbers::pi / 2.0;  // To that of the mean, of many normal values.

using Season = std::array<double, kMonthsPerYear>;
// Of each calendar month, those of its years from the median of the year around them.
using DistancesByMonth = std::array<std::vector<double>, kMonthsPerYear>;

DistancesByMonth DistancesOf(const Vector& adjusted) {
  DistancesByMonth distances;
  for (Eigen::Index at = 0; at < adjusted.size(); ++at) {
    const double around = MedianBetween(adjusted, at - kTrendMonths, at + kTrendMonths + 1);
    distances[static_cast<size_t>(at % kMonthsPerYear)].push_back(adjusted[at] - around);
  }
  return distances;
}

double MedianOf(const std::vector<double>& values) {
  return Median(Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size())));
}

// The medians, each by years / (years + 1) when `by_years`; they add up to none.
Season MediansOf(const DistancesByMonth& distances, bool by_years) {
  Season season{};
  double sum = 0.0;
  for (size_t month = 0; month < season.size(); ++month) {
    if (distances[month].empty()) continue;
    const double years = static_cast<double>(distances[month].size());
    season[month] = MedianOf(distances[month]);
    if (by_years) season[month] = season[month] * years / (years + 1.0);
    sum += season[month];
  }
  for (double& month : season) month -= sum / kMonthsPerYear;
  return season;
}

// The share of the squares of the season that is not what chance alone would give medians of so few years.
double ShareBeyondChance(const DistancesByMonth& distances, const Season& medians) {
  std::vector<double> within;
  for (const std::vector<double>& month : distances) {
    if (month.empty()) continue;
    const double middle = MedianOf(month);
    for (const double distance : month) within.push_back(std::abs(distance - middle));
  }
  const double years = static_cast<double>(within.size()) / kMonthsPerYear;
  if (years < kLeastYearsOfChance) return years / (years + 1.0);
  const double deviation = kNormalConsistency * MedianOf(within);
  // Distances from a median of their own are too small by (years - 1) / years; a median errs more than a mean, but for
  // that of two.
  const double chance = deviation * deviation / (years - 1.0) * (years > 2.5 ? kVarianceOfMedian : 1.0);
  double squares = 0.0;
  for (const double month : medians) squares += month * month / kMonthsPerYear;
  return squares > 0.0 ? std::max(0.0, 1.0 - chance / squares) : 0.0;
}

}  // namespace

double Median(Vector values) {
  const auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

double MedianBetween(const Vector& values, Eigen::Index first, Eigen::Index end) {
  first = std::max<Eigen::Index>(first, 0);
  return Median(values.segment(first, std::min(end, values.size()) - first));
}

MonthScale::MonthScale(const Vector& values, SeasonBelief belief)
    : logarithmic_(values.minCoeff() > 0.0), least_distance_(kLeastRelativeDistance) {
  if (!logarithmic_) least_distance_ *= Median(values.cwiseAbs());
  adjusted_ = logarithmic_ ? Vector(values.array().log()) : values;
  const double first = MoveSeason(belief);
  if (belief == SeasonBelief::kByYears) return;
  const double second = MoveSeason(belief);
  const double years = static_cast<double>(values.size()) / kMonthsPerYear;
  season_variance_ = (1.0 - (1.0 - first) * (1.0 - second)) / years;
}

double MonthScale::Back(Eigen::Index at, double adjusted) const {
  const double value = adjusted + SeasonAt(at);
  return logarithmic_ ? std::exp(value) : value;
}

double MonthScale::MoveSeason(SeasonBelief belief) {
  const DistancesByMonth distances = DistancesOf(adjusted_);
  const Season medians = MediansOf(distances, belief == SeasonBelief::kByYears);
  const double share = belief == SeasonBelief::kByYears ? 1.0 : ShareBeyondChance(distances, medians);
  for (size_t month = 0; month < season_.size(); ++month) season_[month] += share * medians[month];
  for (Eigen::Index at = 0; at < adjusted_.size(); ++at) {
    adjusted_[at] -= share * medians[static_cast<size_t>(at % kMonthsPerYear)];
  }
  return share;
}

}  // namespace prognos
