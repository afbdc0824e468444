// What a person should look at in a series: a month, or the first month of a new level.
#ifndef PROGNOS_FORECAST_FINDINGS_FINDING_H_
#define PROGNOS_FORECAST_FINDINGS_FINDING_H_

#include "forecast/base/month.h"

namespace prognos::findings {

enum class FindingKind {
  kOutlier,         // Far out, and nothing tells why.
  kBookedTwice,     // About twice what was expected.
  kNotFullyBooked,  // About half of it; of the newest month any low value.
  kNothingBooked,
  kWrongSign,
  kOtherMonth,  // What is missing in `month` is booked in the month after (late) or before it.
  kNewLevel,    // From `month` on.
  kUnitCost,    // The cost does not fit the volume of the month (unit_cost.h).
};

// Amounts are in the units of the series.
struct Finding {
  FindingKind kind = FindingKind::kOutlier;
  Month month;
  Month booked_in;        // Of kOtherMonth the month that holds the amount; otherwise `month`.
  double seen = 0.0;      // What `month` holds; of kNewLevel the mean of up to twelve months from it on.
  double expected = 0.0;  // In its place; of kNewLevel those months at the level before.
  // Of months like this one, or of kNewLevel of those in which a level could begin, the share that lies as far out by
  // chance: 0.001 is one month in a thousand.
  double chance = 1.0;

  double amount() const { return seen - expected; }
  friend bool operator==(const Finding&, const Finding&) = default;
};

// Nothing is found that comes by chance more often than in one month of so many.
inline constexpr double kMostChance = 1.0 / 1250.0;

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_FINDING_H_
