// What the months just before an origin tell: the building blocks of the baselines. None of these functions looks at
// the origin or after it.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_RECENT_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_RECENT_H_

#include "forecast/series/monthly_series.h"

namespace prognos::models {

// Mean of the last `count` known months before `origin`; of all there are when fewer; NaN when there is none.
double MeanOfLastKnown(const MonthlySeries& series, Month origin, int count);

// The newest known value before `origin` of the calendar month of `month`; NaN when there is none.
double LatestSameMonth(const MonthlySeries& series, Month origin, Month month);

// Known months before `origin`.
int CountKnownBefore(const MonthlySeries& series, Month origin);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_RECENT_H_
