// One number a month from a first month on. A month without a number holds NaN ("missing").
//
// Values are öre or thousandths as they are stored (cases/), or kronor and whole units of a volume (models/, engine/);
// which one is the caller's knowledge.
#ifndef PROGNOS_FORECAST_SERIES_MONTHLY_SERIES_H_
#define PROGNOS_FORECAST_SERIES_MONTHLY_SERIES_H_

#include <limits>

#include "forecast/base/month.h"
#include "forecast/series/eigen_types.h"

namespace prognos {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
inline constexpr int kMonthsPerYear = 12;

struct MonthlySeries {
  Month first;    // The month of values[0]; without meaning when there are no values.
  Vector values;  // One a month without gaps in time; NaN = missing, never infinite.

  int size() const { return static_cast<int>(values.size()); }
  bool empty() const { return values.size() == 0; }
  // The month after the last value: where a forecast begins.
  Month end() const { return first + size(); }
  // The value of `month`, or NaN where the series does not reach.
  double At(Month month) const { return month >= first && month < end() ? values[month - first] : kMissing; }

  // The months before `end` only: what was known when `end` began. Empty when `end` <= first.
  MonthlySeries Before(Month end) const;
  // The same series from its first to its last month that is not missing; empty when all are missing.
  MonthlySeries Trimmed() const;

  int CountKnown() const;  // Months that are not missing.
  // Mean of the known values; 0 when there are none.
  double Mean() const;
  // Sum over `first_month` ... `last_month`, both included; NaN when any of these months is missing.
  double SumBetween(Month first_month, Month last_month) const;
};

// A known value of each month, for methods that cannot leave one out: a missing month takes the value of the same
// month a year before or after (the mean where both exist), else the line between its known neighbours, else the
// nearest known value. All missing: zeros. `series` without a gap comes back as it is.
MonthlySeries FillGaps(const MonthlySeries& series);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_MONTHLY_SERIES_H_
