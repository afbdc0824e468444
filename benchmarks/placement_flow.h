// Placements: few, dear, each for as long as it lasts, and what is open when a forecast is made is known.
//
// Months are the unit of time, those of four years of history and one to forecast lie at 0 ... 60 (flow.h). Of each
// series:
//
//   arrivals   Poisson, `rate` a month, since long before month 0, so that month 0 is like any other
//   length     exponential with the mean `length`, drawn for each placement
//   price      a day, drawn for each placement: lognormal, mean `price`, variance of the log price_spread^2; it stays
//   cost_t     sum over placements of price x days of month t x the part of the month that it is there
//
// rate is 10 to 18 a year, even on the log scale, length 8 months, price 3000 to 4000 kronor.
//
// The limit knows rate, length, price and, as of the origin o, what is open and what a day of each costs. An
// exponential length has no memory, so of the open ones exp(-u / length) are there u months later, whatever their ages;
// of new ones, that come at `rate` and leave at 1 / length, rate length (1 - exp(-u / length)). Arrivals and lengths to
// come are independent of the past, so that with P the sum of the open ones' prices the expected month t, at u from t -
// o to t + 1 - o, is
//
//   days_t integral of [P exp(-u / length) + price rate length (1 - exp(-u / length))] du
//     = days_t [P m + price rate length (1 - m)],
//   m = length (exp(-(t - o) / length) - exp(-(t + 1 - o) / length)),
//
// and no forecast has a smaller mean squared error.
#ifndef PROGNOS_BENCHMARKS_PLACEMENT_FLOW_H_
#define PROGNOS_BENCHMARKS_PLACEMENT_FLOW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "benchmarks/flow.h"
#include "forecast/models/placements/placement.h"

namespace prognos::benchmarks {

struct PlacementFlowOptions {
  double least_rate = 10.0;  // Arrivals a year.
  double most_rate = 18.0;
  double length = 8.0;  // Months, > 0.
  double price_spread = 0.3;
  int count = 200;
  uint64_t seed = 1;
};

struct PlacementFlowSeries {
  FlowSeries flow;                       // Its money; nothing drives it but the stays.
  std::vector<models::Placement> stays;  // All of them, with their true ends.
};

// The same for the same options, on every machine.
std::vector<PlacementFlowSeries> GeneratePlacements(const PlacementFlowOptions& options);

// What a forecast that begins in `origin` knows of `stays`: those that are open, without their ends.
std::vector<models::Placement> OpenStays(const std::vector<models::Placement>& stays, Month origin);

// The series as a flow of made-up money; what drives it is what is open at the origin, of which the process of
// placements knows beside the default (engine/placement_blend.h), and of nothing else of the stays.
SimulatedFlow PlacementFlow(const PlacementFlowOptions& process, const FlowOptions& options);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_PLACEMENT_FLOW_H_
