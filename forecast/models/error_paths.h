// Possible futures of a baseline from the errors that the baseline made before.
//
// A baseline has no theory of its errors, so its own history must tell. At each earlier origin o at which the baseline
// can be applied and the months after it are known, its errors over the following months
//
//   e(o, h) = actual(o + h) - predicted at o for o + h,     h = 0 ... length - 1,  length = min(horizon, 12)
//
// make one error path, whose months depend on each other as they did in fact. In order of preference:
//
// 1. Origins in the same calendar month as the origin of the forecast, when there are at least
//    kLeastSameMonthOrigins: how wrong "run rate in April" is says little about "run rate in October".
// 2. All origins, when there are at least kLeastOrigins. They overlap, so that they count as fewer.
// 3. Errors one month ahead, when there are at least kLeastResiduals: half of the variance is given to an error that
//    stays for the whole path, half to each month by itself.
// 4. A series with almost no history: each month is off by kDefaultRelativeSpread (standard deviation) of the level,
//    divided in two halves as in 3.
//
// From 1 and 2 a path is drawn with replacement, turned over with probability 1/2, smoothed (Silverman & Young 1987,
// "The bootstrap: to smooth or not to smooth?", section 2: a random combination of all error paths is added and the
// variance kept) and stretched to the tails of Student's t for the few origins it rests on. Turning over instead of
// centring keeps what a one-sided error says about the size of errors, while the mean of the paths stays the baseline's
// forecast: with a handful of years the direction of the past errors is not evidence.
//
// When the history is strictly positive, errors are relative to the mean of the twelve known months before their
// origin: an error of ten per cent stays one of ten per cent after costs have doubled.
//
// Past twelve months a further path is drawn for each further year and added to the mean error of the year before.
#ifndef PROGNOS_FORECAST_MODELS_ERROR_PATHS_H_
#define PROGNOS_FORECAST_MODELS_ERROR_PATHS_H_

#include "forecast/models/baselines/baseline.h"

namespace prognos::models {

inline constexpr int kLeastSameMonthOrigins = 4;
inline constexpr int kLeastOrigins = 12;
inline constexpr int kLeastResiduals = 6;
// Of the absolute level. Between a smooth benefit (about 5 %) and lumpy placements (about 40 %).
inline constexpr double kDefaultRelativeSpread = 0.20;

struct ErrorPaths {
  Matrix errors;                    // Months x origins, scaled to the level of today. 0 columns: too few origins.
  double degrees_of_freedom = 0.0;  // Paths that do not overlap, at least 3.
};

// Error paths of 1 or 2 above, `length` (1-12) months long. Newest origin first.
ErrorPaths CollectErrorPaths(const Baseline& baseline, const TrainingData& training, int length);

// Errors one month ahead over the history, NaN where the baseline has no answer or the month no value.
Vector OneMonthErrors(const Baseline& baseline, const TrainingData& training);

// `num_paths` error paths (horizon x num_paths) for a forecast at the end of the history, by 1 to 4 above.
// `mean` is the baseline's forecast over the horizon: its mean absolute value is the level of a series without history.
Matrix DrawErrorPaths(const Baseline& baseline, const TrainingData& training, const Vector& one_month_errors,
                      const Vector& mean, int num_paths, RandomGenerator& generator);

// Errors by 4 above: half of the variance stays, half is each month's own. `standard_deviation` >= 0.
Matrix DrawDefaultErrors(double standard_deviation, int horizon, int num_paths, RandomGenerator& generator);

// The square root of (degrees of freedom / a chi-square draw): turns a normal error with estimated standard deviation
// into one of Student's t. By the cube-root approximation (Wilson & Hilferty 1931); `degrees_of_freedom` >= 3.
double StudentFactor(double degrees_of_freedom, RandomGenerator& generator);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ERROR_PATHS_H_
