// Columns of known explanatory variables: declared one-off months, level shifts and drivers with a lag. Row r belongs
// to month first + r, as models::TrainingData::regressors wants it; join columns with JoinColumns.
#ifndef PROGNOS_FORECAST_SERIES_REGRESSORS_H_
#define PROGNOS_FORECAST_SERIES_REGRESSORS_H_

#include <vector>

#include "forecast/series/monthly_series.h"

namespace prognos {

// 1 in `month`, else 0: takes a one-off month out of the rest. All zero when `month` lies outside.
Vector PulseColumn(Month first, int rows, Month month);

// 0 before `month`, 1 from it on: the level moves and stays.
Vector LevelShiftColumn(Month first, int rows, Month month);

// The driver's value `lag` (may be negative: a lead) months before each month. No NaN: a month that the driver has no
// value for takes its nearest known value before, else after, else 0.
Vector LaggedDriverColumn(Month first, int rows, const MonthlySeries& driver, int lag);

// One matrix of columns of the same length; rows x 0 for none.
Matrix JoinColumns(int rows, const std::vector<Vector>& columns);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_REGRESSORS_H_
