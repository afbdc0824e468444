// A volume that is planned month by month against what came: newcomers, placements, care days. Of volumes whose months
// add up over the year; a stock is followed by an indicator.
//
// Huddinge 2016 planned 321 newcomers, 34 a month from April: 185 to August. 99 had come: 86 too few, 222 left, 55,5 a
// month in the four months to come.
#ifndef PROGNOS_FORECAST_FOLLOWUP_VOLUME_PLAN_H_
#define PROGNOS_FORECAST_FOLLOWUP_VOLUME_PLAN_H_

#include <array>
#include <cstdint>
#include <optional>

namespace prognos::followup {

// January to December, in thousandths of the volume's unit.
using PlannedMonths = std::array<int64_t, 12>;
using ActualMonths = std::array<std::optional<int64_t>, 12>;

struct PlanStanding {
  int known_months = 0;  // Up to the last month that is recorded; those before it without a record are zero.
  int64_t planned = 0;   // For the year.
  int64_t planned_to_date = 0;
  int64_t actual_to_date = 0;
  int64_t gap = 0;   // actual_to_date - planned_to_date.
  int64_t left = 0;  // Of the year's plan; 0 when it is reached.
  // What each month to come must bring, to the nearest thousandth; absent: no month is left.
  std::optional<int64_t> pace_needed;
};

// What was recorded after the first `until` (0-12) months is not looked at.
PlanStanding StandingOf(const PlannedMonths& planned, const ActualMonths& actual, int until);

}  // namespace prognos::followup

#endif  // PROGNOS_FORECAST_FOLLOWUP_VOLUME_PLAN_H_
