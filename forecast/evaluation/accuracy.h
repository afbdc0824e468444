// Measures of how good forecasts were. Error = actual - forecast: positive means the forecast was too low.
//
// Common to all measures over months: `actual` and the forecast have the same length; a month where any of its values
// is NaN is left out; when no month is left the answer is NaN. Per cent means 0-100 and above, shares mean 0-1.
// Definitions, where nothing else is said: Hyndman & Koehler (2006), "Another look at measures of forecast accuracy",
// Int. J. Forecasting 22, doi:10.1016/j.ijforecast.2006.03.001.
#ifndef PROGNOS_FORECAST_EVALUATION_ACCURACY_H_
#define PROGNOS_FORECAST_EVALUATION_ACCURACY_H_

#include "forecast/series/eigen_types.h"
#include "forecast/series/monthly_series.h"

namespace prognos::evaluation {

// ME = mean(error). In the units of the series, as the next two.
double MeanError(const ConstVectorRef& actual, const ConstVectorRef& forecast);

// MAE = mean |error|.
double MeanAbsoluteError(const ConstVectorRef& actual, const ConstVectorRef& forecast);

// RMSE = sqrt(mean error^2).
double RootMeanSquaredError(const ConstVectorRef& actual, const ConstVectorRef& forecast);

// MAPE = mean 100 |error| / |actual|, per cent. Months whose actual is zero are left out.
double MeanAbsolutePercentageError(const ConstVectorRef& actual, const ConstVectorRef& forecast);

// sMAPE = mean 200 |error| / (|actual| + |forecast|), per cent, 0-200, as the M3 competition (Makridakis & Hibon
// 2000). A month where both are zero counts as 0.
double SymmetricMeanAbsolutePercentageError(const ConstVectorRef& actual, const ConstVectorRef& forecast);

// WAPE = 100 sum |error| / sum |actual|, per cent (Kolassa & Schuetz 2007). NaN when every actual is zero.
double WeightedAbsolutePercentageError(const ConstVectorRef& actual, const ConstVectorRef& forecast);

// The scale of MASE: mean |y_t - y_{t-lag}| over the history, pairs with a missing month left out. `lag` >= 1: 12 for
// months with a season. NaN without a pair.
double NaiveAbsoluteScale(const ConstVectorRef& history, int lag = kMonthsPerYear);

// The scale of RMSSE: mean (y_t - y_{t-lag})^2, otherwise as NaiveAbsoluteScale.
double NaiveSquaredScale(const ConstVectorRef& history, int lag = kMonthsPerYear);

// Sums of twelve months in a row, one for each month that ends such a row: history.size() - 11 of them, none for fewer
// months. NaN where one of the twelve is missing. The scales of full-year totals are those of these sums:
// NaiveAbsoluteScale(YearSums(history)) is the mean error of "a year as the year before".
Vector YearSums(const ConstVectorRef& history);

// MASE = MAE / `absolute_scale`. NaN when the scale is zero or NaN: a history that never changed scales nothing.
double MeanAbsoluteScaledError(const ConstVectorRef& actual, const ConstVectorRef& forecast, double absolute_scale);

// `values` divided by `scales`, one by one; NaN where the scale is zero, negative or NaN, so that the measures leave
// that entry out. For errors that each have a scale of their own: MeanAbsoluteError of an actual and a forecast scaled
// by absolute scales is their MASE, RootMeanSquaredError of those scaled by square roots of squared scales their RMSSE
// (Makridakis, Spiliotis & Assimakopoulos 2022),
// IntervalScore of scaled bounds their mean scaled interval score (Makridakis, Spiliotis & Assimakopoulos 2020).
Vector Scaled(const ConstVectorRef& values, const ConstVectorRef& scales);

// Pinball loss of a quantile forecast at `level` (0-1): mean of level x error when the actual lies above, and
// (1 - level) x |error| below (Koenker & Bassett 1978). At level 0.5 this is MAE / 2.
double PinballLoss(const ConstVectorRef& actual, const ConstVectorRef& quantile, double level);

// Interval score of a central interval of nominal `coverage` (0-1), with alpha = 1 - coverage:
// mean of (upper - lower) + 2/alpha x the distance by which the actual lies outside (Winkler 1972; Gneiting & Raftery
// 2007, section 6.2, equation 43). Smaller is better; in the units of the series.
double IntervalScore(const ConstVectorRef& actual, const ConstVectorRef& lower, const ConstVectorRef& upper,
                     double coverage);

// Share of months, 0-1, with lower <= actual <= upper.
double Coverage(const ConstVectorRef& actual, const ConstVectorRef& lower, const ConstVectorRef& upper);

// Continuous ranked probability score of one month from a sample of its distribution:
// mean |x_i - actual| - 1/2 mean |x_i - x_j| (Gneiting & Raftery 2007, equation 21). One value: the absolute error.
// NaN for an empty sample or a missing actual. The sample has no NaN; any order.
double CrpsFromSample(double actual, const ConstVectorRef& sample);

// The quantile of an unordered sample at `level` (0-1), linear between order statistics (Hyndman & Fan 1996, type 7).
// NaN for an empty sample.
double SampleQuantile(const ConstVectorRef& sample, double level);

}  // namespace prognos::evaluation

#endif  // PROGNOS_FORECAST_EVALUATION_ACCURACY_H_
