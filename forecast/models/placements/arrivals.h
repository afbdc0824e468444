// How often new placements come, and in which months.
//
// The number of arrivals in `exposure` months is Poisson with mean rate x exposure; the rates of the series of a pool
// are gamma with mean m and variance v, both read off the pool (method of moments; Robbins 1956, "An empirical Bayes
// approach to statistics"; Clayton & Kaldor 1987, Biometrics 43). What is believed of a rate then is gamma again:
//
//   shape = m^2 / v + count,    exposure = m / v + exposure,    mean = shape / exposure.
#ifndef PROGNOS_FORECAST_MODELS_PLACEMENTS_ARRIVALS_H_
#define PROGNOS_FORECAST_MODELS_PLACEMENTS_ARRIVALS_H_

#include <vector>

#include "forecast/base/random.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

// A gamma, or the evidence for one: so many arrivals in so many months.
struct ArrivalRate {
  double count = 0.0;     // >= 0, also a part of one.
  double exposure = 0.0;  // Months, >= 0.

  double Mean() const { return exposure > 0.0 ? count / exposure : 0.0; }  // A month.
  // 0 without a count.
  double Draw(RandomGenerator& generator) const;
};

// What is believed of any series of the pool beforehand. Fewer than three series with evidence say little of how they
// differ: then v = m^2. Without evidence 0.
ArrivalRate PriorOfArrivals(const std::vector<ArrivalRate>& evidence);

// `prior` with the evidence of one series.
inline ArrivalRate Updated(const ArrivalRate& prior, const ArrivalRate& evidence) {
  return {prior.count + evidence.count, prior.exposure + evidence.exposure};
}

// The season: twelve factors, January first, of mean 1, from the arrivals seen in each calendar month and how many an
// even rate would have made. Each is gamma around 1 that counts as `kSeasonArrivals` arrivals, so that few say little.
inline constexpr double kSeasonArrivals = 30.0;
Vector SeasonOfArrivals(const Vector& seen, const Vector& expected);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_PLACEMENTS_ARRIVALS_H_
