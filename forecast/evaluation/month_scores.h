// How good the forecasts of single months were, by how far ahead the month lay.
#ifndef PROGNOS_FORECAST_EVALUATION_MONTH_SCORES_H_
#define PROGNOS_FORECAST_EVALUATION_MONTH_SCORES_H_

#include <vector>

#include "forecast/evaluation/backtest.h"

namespace prognos::evaluation {

// The months that lie `months_ahead` after the last known one (1: the next), pooled over the cases. Measures as in
// accuracy.h; NaN where there is nothing to measure them by.
struct MonthScore {
  int months_ahead = 0;
  int count = 0;  // Months pooled.
  double mean_absolute_error = kMissing;
  double weighted_percentage_error = kMissing;  // WAPE: 100 sum |error| / sum |actual|.
  // MASE: mean of |error| over the scale of its case; cases without a scale are left out.
  double mean_scaled_error = kMissing;
  double coverage_80 = kMissing, coverage_95 = kMissing;  // Shares inside the central intervals, 0-1.
};

// By months ahead, rising. Cases without months (sums, abstentions) are passed over; empty when none has any.
std::vector<MonthScore> ScoreMonths(const std::vector<const BacktestCase*>& cases);

}  // namespace prognos::evaluation

#endif  // PROGNOS_FORECAST_EVALUATION_MONTH_SCORES_H_
