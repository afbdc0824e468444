// Placements whose truth is known: Poisson arrivals since long before, lengths and prices by chance.
#ifndef PROGNOS_TESTS_FORECAST_MODELS_PLACEMENTS_SIMULATED_STAYS_H_
#define PROGNOS_TESTS_FORECAST_MODELS_PLACEMENTS_SIMULATED_STAYS_H_

#include <cmath>
#include <optional>
#include <vector>

#include "forecast/models/placements/draws.h"
#include "forecast/models/placements/length_of_stay.h"
#include "forecast/models/placements/placement_process.h"

namespace prognos::models {

struct StaysTruth {
  double rate = 1.0;  // A month.
  LengthOfStay length = LengthOfStay(8.0, 1.0);
  double price = 3500.0;
  double log_spread = 0.3;
};

// All that are there in some part of `first` ... `end`, with their true ends.
inline std::vector<Placement> SimulateStays(const StaysTruth& truth, Month first, Month end,
                                            RandomGenerator& generator) {
  std::vector<Placement> stays;
  const double start = first.index() - 20.0 * truth.length.Mean();
  for (double at = start + DrawWait(truth.rate, generator); at < end.index(); at += DrawWait(truth.rate, generator)) {
    Placement stay;
    stay.start = at;
    stay.end = at + truth.length.DrawRemaining(0.0, generator);
    stay.price_per_day =
        truth.price * std::exp(truth.log_spread * generator.Normal() - truth.log_spread * truth.log_spread / 2.0);
    if (*stay.end > first.index()) stays.push_back(stay);
  }
  return stays;
}

inline MonthlySeries CostOf(const std::vector<Placement>& stays, Month first, Month end) {
  MonthlySeries cost{first, Vector::Zero(end - first)};
  for (const Placement& stay : stays) {
    for (int at = 0; at < cost.size(); ++at) cost.values[at] += stay.CostIn(first + at);
  }
  return cost;
}

// What is known of `stays` at `origin`: those that have ended, unless `only_open`, and those that are open, whose ends
// nobody knows.
inline std::vector<Placement> KnownAt(const std::vector<Placement>& stays, Month origin, bool only_open) {
  std::vector<Placement> known;
  for (Placement stay : stays) {
    if (stay.IsOpenAt(origin.index())) {
      stay.end = std::nullopt;
      known.push_back(stay);
    } else if (!only_open && stay.HasEndedBy(origin.index())) {
      known.push_back(stay);
    }
  }
  return known;
}

}  // namespace prognos::models

#endif  // PROGNOS_TESTS_FORECAST_MODELS_PLACEMENTS_SIMULATED_STAYS_H_
