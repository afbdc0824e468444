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

// How far the season is believed.
enum class SeasonBelief {
  kByYears,  // years / (years + 1) of it.
  // As far as calendar months lie further apart than chance would put them (with less than two years: by years). What
  // is left of it is then looked for once more: the year around a month is better known without its season.
  kByNoise,
};

// The logarithm of the values (the values themselves when one is not positive), less a season of medians: the median
// distance of each calendar month from the median of the year around it, drawn towards none.
class MonthScale {
 public:
  // At least one value, none missing.
  explicit MonthScale(const Vector& values, SeasonBelief belief = SeasonBelief::kByYears);

  bool logarithmic() const { return logarithmic_; }
  // One a value, on the scale.
  const Vector& adjusted() const { return adjusted_; }
  // The typical distance of a month from others is at least this, on the scale: where the level never moved, a month
  // that is out by more than a few per cent stands out, one that is out by an öre does not. 0: most values are zero.
  double least_distance() const { return least_distance_; }
  // What the errors of the season add to the variance of a month, as a share of it. 0 when no season was found.
  double season_variance() const { return season_variance_; }
  // What `adjusted` at row `at` (which may lie after the last value) is in the units of the series.
  double Back(Eigen::Index at, double adjusted) const;

 private:
  double SeasonAt(Eigen::Index at) const { return season_[static_cast<size_t>(at % kMonthsPerYear)]; }
  // Moves what is left of a season in `adjusted_` to `season_`. The share of it that was believed (0: none is left).
  double MoveSeason(SeasonBelief belief);

  bool logarithmic_;
  double season_variance_ = 0.0;
  double least_distance_;
  std::array<double, kMonthsPerYear> season_{};
  Vector adjusted_;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_MONTH_SCALE_H_
