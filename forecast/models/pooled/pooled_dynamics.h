// How series move from a window's last months to the months after it: one linear rule for each month ahead, learned
// over many series at once.
//
//   y(T + h) / scale = level + season[month] + x(window, h)' beta(h) + error
//
// Level and season are those of pooled_season.h, the level carried on by its damped slope. The features x
// (kNumFeatures) are, in units of the scale: the last three known months and the means of the last 3, 6 and 12 and of
// the two years before these 12 as deviations from the level, without season; the deviation of the same month a year
// before, and of the month a year before the origin; the season of the month ahead, by the series and by the pool; one
// column a calendar month; a constant; the damped slope. A feature of months that the window does not have is 0, so
// that with beta = 0, which is where the penalty pulls, a forecast is level, slope and season.
//
// beta(h) is a ridge regression over windows of all series of the pool (Hoerl & Kennard 1970). Its penalty is the one
// with the least squared error on series left out: the series are dealt into at most kMostFolds folds, whose sums of
// squares and products give the error of the fit without a fold in closed form (one series a fold in a small pool).
// On pooling: Montero-Manso & Hyndman 2021, "Principles and algorithms for forecasting groups of time series".
//
// Windows of another length are another regression: what eight months can tell is learned from the relatives cut to
// about eight months.
#ifndef PROGNOS_FORECAST_MODELS_POOLED_POOLED_DYNAMICS_H_
#define PROGNOS_FORECAST_MODELS_POOLED_POOLED_DYNAMICS_H_

#include <vector>

#include "forecast/models/pooled/pooled_season.h"

namespace prognos::models {

inline constexpr int kMostMonthsAhead = 24;
inline constexpr int kNumFeatures = 26;
inline constexpr int kMostFolds = 20;

// A window with all that its forecasts are made of.
struct WindowState {
  ScaledWindow window;
  SeasonEstimate estimate;
  Vector deviations;  // window.length long: scaled value - level - season; NaN where missing.
};

// `window` has at least one known month and a scale.
WindowState DescribeWindow(ScaledWindow window, const SeasonPrior& prior);

// The damped sum of slopes to the month `ahead` (>= 1) months after the last of the window, in units of the scale.
double Trend(const WindowState& state, int ahead);

// Level, damped slope and season of a month.
double BaseForecast(const WindowState& state, int ahead);

// x(window, ahead); `ahead` >= 1.
Vector Features(const WindowState& state, const SeasonPrior& prior, int ahead);

// Shortest and longest window, in months, both included.
struct WindowLengths {
  int least = 1;
  int most = 1;
};

// The classes of windows, from short to long; together they hold every length from 1 on.
const std::vector<WindowLengths>& WindowClasses();

struct PooledDynamics {
  Matrix coefficients = Matrix::Zero(kNumFeatures, kMostMonthsAhead);  // Column h - 1 is beta(h).
  Vector penalties = Vector::Zero(kMostMonthsAhead);  // As multiples of the features' mean square; infinite: beta = 0.
  // Errors of the left-out series over consecutive months, divided by their noise (SeasonEstimate::noise) and centred:
  // one path a column, oldest month first. No columns: too little to tell.
  Matrix error_paths;
  int num_windows = 0;
};

// Learned from windows of `lengths` on every series of `pool`.
PooledDynamics LearnDynamics(const std::vector<MonthlySeries>& pool, const SeasonPrior& prior, WindowLengths lengths);

// Windows of `lengths` in `pool` that have a year after them.
int CountWindows(const std::vector<MonthlySeries>& pool, WindowLengths lengths);

// The months after the window in units of its scale; past kMostMonthsAhead the second year's rule goes on.
Vector ForecastAhead(const WindowState& state, const SeasonPrior& prior, const PooledDynamics& dynamics, int horizon);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_POOLED_POOLED_DYNAMICS_H_
