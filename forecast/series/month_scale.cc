#include "forecast/series/month_scale.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace prognos {
namespace {

constexpr int kTrendMonths = 6;  // Either side, for the median that the season is measured from.
constexpr double kLeastRelativeDistance = 0.01;

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

MonthScale::MonthScale(const Vector& values)
    : logarithmic_(values.minCoeff() > 0.0), least_distance_(kLeastRelativeDistance) {
  if (!logarithmic_) least_distance_ *= Median(values.cwiseAbs());
  adjusted_ = logarithmic_ ? Vector(values.array().log()) : values;
  FindSeason();
  for (Eigen::Index at = 0; at < adjusted_.size(); ++at) adjusted_[at] -= Season(at);
}

double MonthScale::Back(Eigen::Index at, double adjusted) const {
  const double value = adjusted + Season(at);
  return logarithmic_ ? std::exp(value) : value;
}

// With few years drawn towards none, years / (years + 1).
void MonthScale::FindSeason() {
  double sum = 0.0;
  for (int month = 0; month < kMonthsPerYear; ++month) {
    std::vector<double> distances;
    for (Eigen::Index at = month; at < adjusted_.size(); at += kMonthsPerYear) {
      distances.push_back(adjusted_[at] - MedianBetween(adjusted_, at - kTrendMonths, at + kTrendMonths + 1));
    }
    if (distances.empty()) continue;
    const double years = static_cast<double>(distances.size());
    const double middle = Median(Eigen::Map<Vector>(distances.data(), static_cast<Eigen::Index>(distances.size())));
    season_[static_cast<size_t>(month)] = middle * years / (years + 1.0);
    sum += season_[static_cast<size_t>(month)];
  }
  for (double& month : season_) month -= sum / kMonthsPerYear;
}

}  // namespace prognos
