// The rounds of a budget year: at which months a nämnd says how the year will end.
#ifndef PROGNOS_FORECAST_SERIES_ROUND_H_
#define PROGNOS_FORECAST_SERIES_ROUND_H_

#include <map>

namespace prognos {

// Stored on disk and sent on the wire with these numbers; do not change.
enum class Round {
  kMonth = 1,    // Any month (månadsuppföljning).
  kMarch = 2,    // Known: January-March.
  kSpring = 3,   // Vårprognos, known: January-April.
  kAutumn = 4,   // Höstprognos, known: January-August.
  kOctober = 5,  // Known: January-October.
  kYearEnd = 6,  // Bokslut, known: the whole year.
};

// The last known month (1-12) of `round` unless an organization set its own; 0 for kMonth, which has none.
int LastKnownMonth(Round round);
// The same where an organization set `own` months of some rounds.
int LastKnownMonth(Round round, const std::map<Round, int>& own);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_ROUND_H_
