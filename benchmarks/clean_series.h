// Made-up series of activities as they are when nobody has booked anything wrong and nothing out of the ordinary
// happens: what of them is suggested as an event is a false alarm.
//
// Two of the kinds are
//
//   a level       cost_t = exp(level_0 + growth t + sum of u + season_m(t) + e_t),  u ~ N(0, drift^2), e ~ N(0,
//   noise^2)
//                 or e of an AR(1) or of Student's t with 4 degrees of freedom scaled to noise
//   placements    a Poisson number begins each month, each stays a geometric number of months and costs its own amount
//                 a day (log-normal), times the days of the month: compound Poisson, and levels move by whole
//                 placements
//
// The others are payments that come so many a month (compound Poisson), once a quarter, once a year beside a level, and
// economic assistance: a season, and prices that rise by a known per cent each January, not told to anyone.
#ifndef PROGNOS_BENCHMARKS_CLEAN_SERIES_H_
#define PROGNOS_BENCHMARKS_CLEAN_SERIES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

struct CleanProcess {
  std::string name;
  int months = 0;
  std::function<Vector(int months, RandomGenerator& generator)> make;
};

const std::vector<CleanProcess>& CleanProcesses();

// Series `number` of `process`, that ends in August 2022: the same for the same seed, on every machine.
MonthlySeries MakeClean(const CleanProcess& process, int number, uint64_t seed);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_CLEAN_SERIES_H_
