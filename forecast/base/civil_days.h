// Days of months.
#ifndef PROGNOS_FORECAST_BASE_CIVIL_DAYS_H_
#define PROGNOS_FORECAST_BASE_CIVIL_DAYS_H_

#include "absl/time/civil_time.h"
#include "forecast/base/month.h"

namespace prognos {

// The first day of `month`.
inline absl::CivilDay FirstDayOf(Month month) { return absl::CivilDay(month.year(), month.month(), 1); }

// How many days `month` has, 28-31.
inline int DaysOf(Month month) { return static_cast<int>(FirstDayOf(month + 1) - FirstDayOf(month)); }

// The month that `day` lies in, of a year that Month can hold.
inline Month MonthOfDay(absl::CivilDay day) { return Month::January(static_cast<int>(day.year())) + (day.month() - 1); }

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_CIVIL_DAYS_H_
