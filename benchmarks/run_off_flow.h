// Costs whose newest months are not wholly booked: what it is worth to know how months fill.
//
// Months t = 0 ... 59 (flow.h), of age a = 0, 1, 2 when a later months are in the ledger, and full at age 3:
//
//   cost_t  = exp(level_t + season_m(t) + e_t),   level_t = level_t-1 + u_t,   e ~ N(0, noise^2),   u ~ N(0, drift^2)
//   booked_t,a = cost_t share_a exp(d_t,a + ... + d_t,2),   d_t,a ~ N(0, luck_a^2)
//
// exp(level_0) is 100 000 to 2 000 000, the twelve of the season ~ N(0, season^2). What is missing of a month, 15, 6
// and 1.5 per cent at the three ages on average, is exp(N(0, spread^2)) times that in each series; luck_a is 4.5, 2.4
// and 0.8 per cent: what each month brings that fills.
//
// The limit knows all parameters and the ledger after `origin` months of the last year: costs that are full, and the
// three newest as they are booked; what was booked of these a month before says nothing more, for only d was added
// since. The logarithms of all are jointly normal (the levels have the covariance drift^2 min(s, t), a booked month the
// variance luck_a^2 + ... + luck_2^2 on top), so the expected cost of each month that is filling or to come is exp(m +
// v / 2) with the mean and variance given all that is seen, and no forecast has a smaller mean squared error.
#ifndef PROGNOS_BENCHMARKS_RUN_OFF_FLOW_H_
#define PROGNOS_BENCHMARKS_RUN_OFF_FLOW_H_

#include "benchmarks/flow.h"

namespace prognos::benchmarks {

struct RunOffProcess {
  double noise = 0.04;
  double drift = 0.015;
  double season = 0.10;
  double spread = 0.3;
  int count = 200;
  uint64_t seed = 1;
};

// The same for the same process, on every machine.
std::vector<FlowSeries> GenerateFilling(const RunOffProcess& process);

// What drives the money are the loads of the two years before: all series learn together how their months fill.
SimulatedFlow RunOffFlow(const RunOffProcess& process, const FlowOptions& options);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_RUN_OFF_FLOW_H_
