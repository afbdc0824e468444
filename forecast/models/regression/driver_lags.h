// A driver with lags as one regressor: how a cost follows the number of households of this month and the months before.
//
//   y(t) = level + season[month of t] + sum over l = least ... L of weight(l) x(t - l) + u(t),    weight(l) >= 0
//
// The weights come from a distributed-lag regression (distributed_lag.h: not negative, smooth, shrunk) of y on x, both
// with their level and, from two years on, their monthly means taken out: what a constant or a season explains says
// nothing of the driver (Frisch & Waugh 1933, "Partial time regressions as compared with individual trends"). The sum
// is then a column for models::TrainingData::regressors, and the model that gets it estimates level, season, errors and
// one factor of the column anew:
//
//   PROGNOS_ASSIGN_OR_RETURN(const DriverLags lags, FitDriverLags(history, households, horizon));
//   training.regressors = JoinColumns(rows, {lags.column, LevelShiftColumn(first, rows, new_rules)});
//
// A driver that is not known to the end of the horizon is one of two:
// - forecast (the default): its missing months are the mean of a seasonal regression of the driver, or its last value
//   where that abstains. How wrong this may be is not in the paths of the model: they hold for the driver as forecast.
// - left to what is known: only lags from `least` on that no month of the horizon needs an unknown value for. Nothing
// is
//   guessed, and a driver that works at once is lost.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_DRIVER_LAGS_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_DRIVER_LAGS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

struct DriverLagOptions {
  int most_lag = 6;             // L, 0-24 months.
  bool forecast_driver = true;  // False: only lags whose values are known.
};

struct DriverLags {
  Vector weights;           // weight(0) ... weight(L), none negative; 0 below least_lag.
  int least_lag = 0;        // 0 unless lags are left to what is known.
  int forecast_months = 0;  // Months of the driver that were forecast.
  // One row a month of history and horizon; months that the driver has no value for hold the nearest one before, else
  // after.
  Vector column;
};

// `horizon` >= 0. FAILED_PRECONDITION: too few months with y and all of its x known, or no lag within most_lag that is
// known over the whole horizon; the text says what there is. INVALID_ARGUMENT: most_lag.
absl::StatusOr<DriverLags> FitDriverLags(const MonthlySeries& history, const MonthlySeries& driver, int horizon,
                                         const DriverLagOptions& options = {});

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_DRIVER_LAGS_H_
