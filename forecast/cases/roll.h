// The commitments of one series (stay.h) as a roll of placements (models/placements), where they are one.
//
// A few declared commitments among many that nobody entered are no roll: they are taken out of the known months and put
// on those to come, one by one (known_effects.h). Where they are what the series is made of, what is open tells of what
// comes, and those that ended how long such things last. That is so when
//
//   at least kLeastStays of them have begun, and
//   of what is booked in the last kMonthsOfRoll known months they explain kLeastExplained to kMostExplained.
//
// What of the past a roll covers is seen in the same way. With u(t) the part of six months up to t that is booked
// beyond the roll, it covers the months back to the first whose u(t) is further than kMostDrift from today's: ends
// before that are of a time of which others are not entered, and are left out.
#ifndef PROGNOS_FORECAST_CASES_ROLL_H_
#define PROGNOS_FORECAST_CASES_ROLL_H_

#include <string>
#include <vector>

#include "forecast/base/unit.h"
#include "forecast/cases/known_effects.h"
#include "forecast/models/placements/placement.h"

namespace prognos::cases {

inline constexpr int kLeastStays = 5;
inline constexpr int kMonthsOfRoll = 3;
// Some that were there in these months have ended since and may not be in the roll; invoices come late.
inline constexpr double kLeastExplained = 0.5;
inline constexpr double kMostExplained = 1.5;
inline constexpr double kMostDrift = 0.3;

struct Roll {
  std::vector<models::Placement> stays;  // In wholes of the series.
  // Of each stay the event that it belongs to, and whether it begins in the year or later: then it is told apart.
  struct Origin {
    std::string event;
    bool is_told = false;
  };
  std::vector<Origin> of;  // One a stay.

  bool empty() const { return stays.empty(); }
};

// Whether a commitment is of the roll if there is one: it is certain, and costs something.
inline bool IsOfRoll(const KnownEffect& effect) {
  return effect.stay.has_value() && effect.probability == 1.0 && effect.amount > 0.0;
}

// What a forecast that begins in `origin` knows of the commitments among `effects`, which are valid; empty when they
// are no roll. `history` in parts, before `origin`; without a value it does not speak against a roll. `since`: events
// that begin then or later are told apart.
Roll RollOf(const std::vector<KnownEffect>& effects, const MonthlySeries& history, Month origin, Month since,
            Unit unit);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_ROLL_H_
