// An event: something out of the ordinary that happened to a series, or is going to, as people declare it.
//
//   one-off   an amount in one month
//   step      an amount more (or less) in every month, from one on and perhaps to another
//   percent   so many per cent more (or less) in every month, from one on and perhaps to another: a price that changes
//   move      an amount more (or less) in every month, from one on and perhaps to another, that another series has less
//   stay      an amount a day, from one day to another, which may be uncertain: a commitment (stay.h)
//
// Events become effects (known_effects.h), one upon the other in the order in which they begin: a price that changes
// in July changes what a step of March added, too. What begins in the same month: first the percentages, then the
// steps, which are told in the prices of that month. One-offs, moves and stays are what was booked, at the prices of
// their months, and come last: what moves is minus in the one series what it is plus in the other, whatever else
// happens to them.
#ifndef PROGNOS_FORECAST_CASES_EVENT_H_
#define PROGNOS_FORECAST_CASES_EVENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "forecast/cases/known_effects.h"

namespace prognos::cases {

enum class EventKind { kOneOff, kStep, kPercent, kMove, kStay };

// The largest change: a hundred times as much.
inline constexpr double kMostPercent = 10'000.0;

struct Event {
  // Tells events apart, for what is drawn: an event that is not certain happens in the same sample paths of every
  // series that has an event of that id.
  std::string id;
  EventKind kind = EventKind::kOneOff;
  Month from;                // Of a stay not read: that of its first day.
  std::optional<Month> to;   // Its last month; none: it stays. A one-off has none, or `from`; a stay none.
  double amount = 0.0;       // Of all but percent, a month; in parts of the series (base/unit.h). Negative: less.
                             // Of a stay a day.
  double percent = 0.0;      // Of percent: -100 (nothing is left) to kMostPercent.
  double probability = 1.0;  // 0-1: that it happens.
  // Forecasts that begin in these months know of it (KnownEffect).
  Month known_from = {};
  Month known_until = kForGood;
  Stay stay = {};  // Of a stay.

  // INVALID_ARGUMENT with every fault: field, value and rule.
  absl::Status Validate() const;
};

// `events`, all valid, as effects in the order above.
std::vector<KnownEffect> EffectsOf(std::vector<Event> events);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_EVENT_H_
