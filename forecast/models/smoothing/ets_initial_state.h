// A first guess at the state of an exponential smoothing method before the first month: where the search begins.
//
// Season: classical decomposition with a centred 2x12 moving average. Level and growth: the mean, or the straight line,
// of the first two years without season (Hyndman, Koehler, Ord & Snyder 2008, section 2.6.1).
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_INITIAL_STATE_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_INITIAL_STATE_H_

#include <array>

#include "forecast/models/smoothing/ets_specification.h"
#include "forecast/models/smoothing/ets_state.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

// The mean deviation (additive; sums to zero) or ratio (multiplicative; mean one) of each calendar position from the
// centred moving average; position 0 is that of values[0]. `values` has at least 24 months and no NaN; multiplicative:
// all above zero, and ratios are kept at 0.01 or more.
std::array<double, kMonthsPerYear> MeanSeasonOf(const Vector& values, EtsComponent season);

// `values`: no NaN, at least one month, at least 24 for a season, above zero where `specification` needs that. Levels
// and factors of a multiplicative method come out positive.
EtsState GuessInitialState(const EtsSpecification& specification, const Vector& values);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_INITIAL_STATE_H_
