// Refunds that come two to six months after care days whose number wanders: what it is worth to know what they follow.
//
// Months t = 0 ... 59 (flow.h), and six before for the lags:
//
//   days_t    = days_t-1 exp(u_t),                           u_t ~ N(0, drift^2)
//   refund_t  = rate exp(e_t) sum over l = 2 ... 6 of w_l days_t-l,   e_t ~ N(0, noise^2)
//
// days_-6 is 200 to 4000, rate (the share that is refunded of the money of a day) 900 to 1900 kronor, the five w_l are
// drawn uniformly and divided by their sum.
//
// The limit knows rate, w and both variances, and days and refunds up to the origin o (the first month that is not
// known). Days before o are known, and those to come are expected at days_o-1 exp(k drift^2 / 2), k months after o - 1:
// days are a geometric random walk, so nothing else of the past says more. Refunds of the past say nothing of e_t to
// come. So the expected month t >= o is
//
//   rate exp(noise^2 / 2) sum over l of w_l E[days_t-l],
//
// and no forecast has a smaller mean squared error.
#ifndef PROGNOS_BENCHMARKS_REFUND_FLOW_H_
#define PROGNOS_BENCHMARKS_REFUND_FLOW_H_

#include "benchmarks/flow.h"

namespace prognos::benchmarks {

struct RefundProcess {
  double drift = 0.11;
  double noise = 0.22;
  int count = 200;
  uint64_t seed = 1;
};

// Money is the refunds, the driver care days. The same for the same process, on every machine.
std::vector<FlowSeries> GenerateRefunds(const RefundProcess& process);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_REFUND_FLOW_H_
