#include "forecast/followup/volume_plan.h"

#include <algorithm>

#include "forecast/base/number_format.h"

namespace prognos::followup {

PlanStanding StandingOf(const PlannedMonths& planned, const ActualMonths& actual, int until) {
  PlanStanding standing;
  for (int month = 0; month < until; ++month) {
    if (actual[static_cast<size_t>(month)].has_value()) standing.known_months = month + 1;
  }
  for (int month = 0; month < 12; ++month) {
    const auto at = static_cast<size_t>(month);
    standing.planned += planned[at];
    if (month >= standing.known_months) continue;
    standing.planned_to_date += planned[at];
    standing.actual_to_date += actual[at].value_or(0);
  }
  standing.gap = standing.actual_to_date - standing.planned_to_date;
  standing.left = std::max<int64_t>(standing.planned - standing.actual_to_date, 0);
  const int months_left = 12 - standing.known_months;
  if (months_left > 0) standing.pace_needed = DivideRounded(standing.left, months_left);
  return standing;
}

}  // namespace prognos::followup
