// Months of a positive series as distances from its level, whatever the season and the unit.
#ifndef PROGNOS_FORECAST_FINDINGS_LEVEL_SCALE_H_
#define PROGNOS_FORECAST_FINDINGS_LEVEL_SCALE_H_

#include "forecast/series/eigen_types.h"

namespace prognos::findings {

// The logarithm of the values without their season (month_scale.h), once there is one to be known: in a history of less
// than two years what looks like a season is each month's own error.
struct LevelScale {
  // Positive values, none missing.
  explicit LevelScale(const Vector& values);

  // What `level` is at row `at`, in the units of the series.
  double Back(Eigen::Index at, double level) const;

  Vector adjusted;               // One a value.
  Vector season = {};            // One a value; empty: none was looked for.
  double season_variance = 0.0;  // What its errors add to the variance of a month, as a share of it.
};

// The median of the `months` before row `at`, of those after it, and of the three before and the three after together,
// as far as they reach; there is at least one.
double LevelBefore(const Vector& adjusted, Eigen::Index at, Eigen::Index months);
double LevelAfter(const Vector& adjusted, Eigen::Index at, Eigen::Index months);
double LevelAround(const Vector& adjusted, Eigen::Index at);

inline constexpr Eigen::Index kNeighbours = 3;

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_LEVEL_SCALE_H_
