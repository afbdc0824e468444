// The rounds of a budget year: at which months a nämnd says how the year will end.
#ifndef PROGNOS_FORECAST_SERIES_ROUND_H_
#define PROGNOS_FORECAST_SERIES_ROUND_H_

namespace prognos {

enum class Round {
  kMonth,    // Any month (månadsuppföljning).
  kMarch,    // Known: January-March.
  kSpring,   // Vårprognos, known: January-April.
  kAutumn,   // Höstprognos, known: January-August.
  kOctober,  // Known: January-October.
  kYearEnd,  // Bokslut, known: the whole year.
};

// The last known month (1-12) of `round`; 0 for kMonth, which has none of its own.
int LastKnownMonth(Round round);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_ROUND_H_
