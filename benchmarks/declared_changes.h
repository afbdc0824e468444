// Made-up series whose changes are known in advance, and the forecast of one who knows how they were made: what it is
// worth to tell a forecast of events.
//
// Four years of history and one year, months t = 0 ... 59:
//
//   cost_t  = price_t exp(level_t + season_m(t) + e_t) + step_t + once_t
//   level_t = level_t-1 + growth + u_t,   e_t ~ N(0, noise^2),   u_t ~ N(0, drift^2)
//
// exp(level_0) is 100 000 to 2 000 000, growth -1 to 5 % a year, the twelve of the season ~ N(0, season^2). What
// changes, one kind a run, in the year to forecast and, where asked for, in each year before it:
//
//   percent   the price, from July on, by 4 to 15 % up or down: as by law
//   step      4 to 12 % of exp(level_0) more or less a month, from July on
//   one-off   50 to 200 % of exp(level_0) more or less, in a month of September ... December; in earlier years in any
//
// The limit knows all parameters and changes, all but the random e and u. x_t = log((cost_t - step_t - once_t) /
// price_t)
// - season_m(t) is level_t + e_t, so the level at the origin given x_0 ... x_t is the Kalman filter's: from the certain
// level_0, with P_0 = 0,
//
//   a_t|t-1 = a_t-1 + growth,  P_t|t-1 = P_t-1 + drift^2,  K = P_t|t-1 / (P_t|t-1 + noise^2),
//   a_t = a_t|t-1 + K (x_t - a_t|t-1),  P_t = (1 - K) P_t|t-1,
//
// and the expected month h ahead is price exp(a + h growth + season + (P + h drift^2 + noise^2) / 2) + step + once: no
// forecast has a smaller mean squared error. One that has to learn season, growth and level from 52 months cannot reach
// it: with drift 0 least squares of the twelve seasons and the slope, the right model, errs about 1.35 times as much
// (of a year after April: variance 8 noise^2 to come, 2 of eight seasons from four years each, 5 of level and slope).
#ifndef PROGNOS_BENCHMARKS_DECLARED_CHANGES_H_
#define PROGNOS_BENCHMARKS_DECLARED_CHANGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "benchmarks/flow.h"
#include "forecast/cases/event.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

struct DeclaredProcess {
  cases::EventKind kind = cases::EventKind::kPercent;
  double noise = 0.05;
  double drift = 0.01;
  double season = 0.15;
  bool earlier_years = true;
  int count = 200;
  uint64_t seed = 1;
};

struct DeclaredSeries {
  MonthlySeries cost;                // All five years.
  MonthlySeries unchanged;           // The same level, season and noise without any change.
  std::vector<cases::Event> events;  // All of them.
  // Of the full year, by the last known month (1-11): known months and the limit's expected ones.
  Vector limit;
};

// The same for the same process, on every machine.
std::vector<DeclaredSeries> GenerateDeclared(const DeclaredProcess& process);

// The series as a flow of made-up money; what drives it are the events.
SimulatedFlow DeclaredFlow(const DeclaredProcess& process, const FlowOptions& options);

struct DeclaredOptions : FlowOptions {
  std::vector<cases::EventKind> kinds = {cases::EventKind::kPercent, cases::EventKind::kStep,
                                         cases::EventKind::kOneOff};
};

// A row for each kind, variation of the process and origin: the full-year WAPE of the limit in per cent, and as
// multiples of it that of the default without the events, with them, and of the default on the same series without any
// change; the share of outcomes, per cent, inside the 80 % interval of each of these three.
std::string DeclaredTable(const DeclaredOptions& options);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_DECLARED_CHANGES_H_
