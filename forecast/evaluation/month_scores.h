// How good the forecasts of single months were, by how far ahead the month lay.
#ifndef PROGNOS_FORECAST_EVALUATION_MONTH_SCORES_H_
#define PROGNOS_FORECAST_EVALUATION_MONTH_SCORES_H_

#include <vector>

#include "forecast/evaluation/backtest.h"

namespace prognos::evaluation {

// The months that lie `months_ahead` after the last known one (1: the next), pooled over the forecasts. Measures as in
// accuracy.h; NaN where there is nothing to measure them by.
struct MonthScore {
  int months_ahead = 0;
  int count = 0;  // Months pooled.
  double mean_absolute_error = kMissing;
  double root_mean_squared_error = kMissing;
  double weighted_percentage_error = kMissing;   // WAPE: 100 sum |error| / sum |actual|.
  double symmetric_percentage_error = kMissing;  // sMAPE: mean of 200 |error| / (|actual| + |forecast|).
  // MASE and RMSSE: each error by the month_scale of its forecast; forecasts without a scale are left out.
  double mean_scaled_error = kMissing;
  double root_mean_squared_scaled_error = kMissing;
  double coverage_80 = kMissing, coverage_95 = kMissing;  // Shares inside the central intervals, 0-1.
  double interval_score_80 = kMissing, interval_score_95 = kMissing;
  double mean_pinball_loss = kMissing;  // Mean over the months and kBacktestMonthLevels.
};

// By months ahead, rising. Forecasts without months (sums, abstentions) are passed over; empty when none has any.
std::vector<MonthScore> ScoreMonths(const std::vector<const BacktestForecast*>& forecasts);

}  // namespace prognos::evaluation

#endif  // PROGNOS_FORECAST_EVALUATION_MONTH_SCORES_H_
