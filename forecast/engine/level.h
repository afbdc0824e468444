// How large the months of a series are, at different times.
#ifndef PROGNOS_FORECAST_ENGINE_LEVEL_H_
#define PROGNOS_FORECAST_ENGINE_LEVEL_H_

#include "forecast/series/monthly_series.h"

namespace prognos::engine {

// Mean absolute value of the last twelve known months before `origin`, or of as many as there are; 0 without one.
double LevelBefore(const MonthlySeries& history, Month origin);

// The level before `origin` divided by that before the end of the history, within 1/3 and 3: levels further apart say
// that the series has changed its nature. 1 where either is 0.
double LevelRatio(const MonthlySeries& history, Month origin);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_LEVEL_H_
