// A scale on which the months of a series can be compared with each other, whatever the season and the unit.
#ifndef PROGNOS_FORECAST_SERIES_MONTH_SCALE_H_
#define PROGNOS_FORECAST_SERIES_MONTH_SCALE_H_

#include <array>

#include "forecast/series/monthly_series.h"

namespace prognos {

// The standard deviation of a normal variable is so many times the median of its absolute value.
inline constexpr double kNormalConsistency = 1.4826;

// Of at least one value, none missing; of an even number the mean of the two in the middle.
double Median(Vector values);

// The median of `values` over [first, end), as far as they reach; there is at least one.
double MedianBetween(const Vector& values, Eigen::Index first, Eigen::Index end);

// The logarithm of the values (the values themselves when one is not positive), less a season of medians: the median
// distance of each calendar month from the median of the year around it, drawn towards none where years are few.
class MonthScale {
 public:
  // At least one value, none missing.
  explicit MonthScale(const Vector& values);

  bool logarithmic() const { return logarithmic_; }
  // One a value, on the scale.
  const Vector& adjusted() const { return adjusted_; }
  // The typical distance of a month from others is at least this, on the scale: where the level never moved, a month
  // that is out by more than a few per cent stands out, one that is out by an öre does not. 0: most values are zero.
  double least_distance() const { return least_distance_; }
  // What `adjusted` at row `at` (which may lie after the last value) is in the units of the series.
  double Back(Eigen::Index at, double adjusted) const;

 private:
  double Season(Eigen::Index at) const { return season_[static_cast<size_t>(at % kMonthsPerYear)]; }
  void FindSeason();

  bool logarithmic_;
  double least_distance_;
  std::array<double, kMonthsPerYear> season_{};
  Vector adjusted_;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_MONTH_SCALE_H_
