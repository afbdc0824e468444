// Random numbers of counts and rates.
#ifndef PROGNOS_FORECAST_MODELS_PLACEMENTS_DRAWS_H_
#define PROGNOS_FORECAST_MODELS_PLACEMENTS_DRAWS_H_

#include "forecast/base/random.h"

namespace prognos::models {

// Gamma with mean `shape` and variance `shape`, > 0 (Marsaglia & Tsang 2000, "A simple method for generating gamma
// variables", ACM Trans. Math. Software 26).
double DrawGamma(double shape, RandomGenerator& generator);

// How long until the next of events that come at `rate` > 0 a unit of time.
double DrawWait(double rate, RandomGenerator& generator);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_PLACEMENTS_DRAWS_H_
