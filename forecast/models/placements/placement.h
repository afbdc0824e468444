// One placement: from when to when, and what a day of it costs. An opaque thing: it says nothing of a person.
#ifndef PROGNOS_FORECAST_MODELS_PLACEMENTS_PLACEMENT_H_
#define PROGNOS_FORECAST_MODELS_PLACEMENTS_PLACEMENT_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

// A moment in months: Month::index() of its month plus the part of that month that has passed, so that the first day of
// a month of thirty days begins at a whole number and the second a thirtieth later.
double MomentOf(absl::CivilDay day);

struct Placement {
  double start = 0.0;  // The moment in which its first day begins.
  // The moment after its last day. Up to the moment of the forecast: it has ended; after it: when it is expected to.
  // Absent: nobody knows.
  std::optional<double> end = std::nullopt;
  double price_per_day = 0.0;  // Kronor, >= 0, finite.
  double end_spread = 0.0;     // Months, >= 0: the standard deviation of an expected end.
  bool cannot_end = false;     // It goes on for as long as is forecast: there is nothing to move to. Has no end.

  // INVALID_ARGUMENT with every fault: an end before the start, a price that is negative, an end of what cannot end.
  absl::Status Validate() const;

  bool IsOpenAt(double moment) const { return start < moment && (!end.has_value() || *end > moment); }
  bool HasEndedBy(double moment) const { return end.has_value() && *end <= moment; }
  // What it costs in `month`, if it ends when it is expected to and else goes on.
  double CostIn(Month month) const;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_PLACEMENTS_PLACEMENT_H_
