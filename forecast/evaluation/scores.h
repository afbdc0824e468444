// What the forecasts of a backtest add up to: how good each model was for each row, and for many series together.
//
// error_y = actual_y - forecast_y of year y, as everywhere; plus means that the forecast was too low.
#ifndef PROGNOS_FORECAST_EVALUATION_SCORES_H_
#define PROGNOS_FORECAST_EVALUATION_SCORES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "forecast/evaluation/backtest.h"
#include "forecast/evaluation/comparison.h"
#include "forecast/evaluation/month_scores.h"

namespace prognos::evaluation {

// One row, round and model over the years. Measures are NaN where there is nothing to measure them by; amounts are in
// the parts of the row (base/unit.h), per cent mean 0-100 and above.
struct RowScore {
  int row = 0;
  int model = 0;
  int last_known_month = 0;
  int years = 0;      // With a forecast.
  int abstained = 0;  // Years in which the model had none.
  int fallbacks = 0;  // Series x years in which the default stood in (sums only).

  double mean_error = kMissing;  // Bias.
  double mean_absolute_error = kMissing;
  double median_absolute_error = kMissing;
  double mean_absolute_percentage_error =
      kMissing;                                 // Mean of 100 |error| / |actual|, years with an actual of 0 left out.
  double weighted_percentage_error = kMissing;  // WAPE: 100 sum |error| / sum |actual|.
  double budget_percentage_error = kMissing;    // 100 sum |error| / sum |budget|, over years with a budget.
  double root_mean_squared_error = kMissing;
  double symmetric_percentage_error = kMissing;  // sMAPE: mean of 200 |error| / (|actual| + |forecast|).
  // MASE and RMSSE of full years: each year's error by the year_scale of its forecast, so that 1 is the error of
  // repeating last year in the years known at the origin. Years without a scale, or with a scale of zero, are left out.
  double mean_scaled_error = kMissing;
  double root_mean_squared_scaled_error = kMissing;
  int hits_50 = 0, hits_80 = 0, hits_90 = 0;  // Years inside the central interval, ends included.
  double interval_score_80 = kMissing, interval_score_90 = kMissing;
  double mean_pinball_loss = kMissing;  // Mean over the years and kBacktestLevels.
  double mean_crps = kMissing;

  // Mean absolute error / that of kReferenceModel, over the years in which both answer; NaN when that is zero.
  double relative_absolute_error = kMissing;
  // |error| against that of kReferenceModel by Diebold & Mariano, one year apart and so without overlap; absent with
  // fewer than three common years and for the reference itself. With so few years only a large difference shows.
  std::optional<DieboldMarianoResult> against_reference;
  std::vector<MonthScore> months;  // Empty for a sum.
};

// By round, row, then model, in the order of the forecasts. `models` are the names (BacktestModels).
std::vector<RowScore> ScoreRows(const std::vector<BacktestForecast>& forecasts, const std::vector<std::string>& models);

// Even if all of so many pairs speak for the same model, equals would do that once in 2^5 = 32 times (sign test).
inline constexpr int kLeastPairs = 5;

// How the errors of a model compare with those of a baseline, over the forecasts in which both answer.
struct RelativeToBaseline {
  int baseline = 0;                           // Index in the names of the models.
  int forecasts = 0;                          // In which both answer.
  double relative_absolute_error = kMissing;  // Sum |error| / sum of the baseline's |error|; NaN when that is zero.
};

// One round and model over many rows. Sums of |error| weigh a row by its size, the other measures do not.
struct ModelSummary {
  int model = 0;
  int last_known_month = 0;
  int rows = 0;       // With a forecast in some year.
  int forecasts = 0;  // Rows x years with a forecast.
  int best_rows = 0;  // Rows in which no model had a smaller mean absolute error; the first of equals counts.

  double weighted_percentage_error = kMissing;         // 100 sum |error| / sum |actual|.
  double median_absolute_percentage_error = kMissing;  // Median of 100 |error| / |actual| over the forecasts.
  double mean_absolute_percentage_error = kMissing;    // Mean of the same.
  double symmetric_percentage_error = kMissing;        // sMAPE over the forecasts.
  double mean_scaled_error = kMissing;                 // MASE: mean over the forecasts, as in RowScore.
  double root_mean_squared_scaled_error = kMissing;    // Mean over the rows of their RMSSE, as the M5 competition does.
  double coverage_50 = kMissing, coverage_80 = kMissing, coverage_90 = kMissing;  // Shares of the forecasts, 0-1.
  // Mean over the forecasts of the interval score divided by the absolute year_scale.
  double scaled_interval_score_80 = kMissing, scaled_interval_score_90 = kMissing;
  // Relative to kReferenceModel over the forecasts in which both answer: sum |error| / sum of the reference's |error|.
  double relative_absolute_error = kMissing;
  double relative_crps = kMissing;  // The same of the continuous ranked probability scores.
  // Against each baseline that made an error in a common forecast, in the order of kBaselines; never against itself.
  std::vector<RelativeToBaseline> baselines;
  // Is it really better: pairs are the WAPE of each row, over the years in which both answer. Absent for the reference,
  // and with fewer than kLeastPairs rows: every resample of a lone row says the same, which is no certainty.
  std::optional<BootstrapComparison> against_reference;
  std::vector<MonthScore> months;  // Over the months of all rows.
};

// `rows` are those to pool (series, so that nothing counts twice). By round, then model. `seed`: of the bootstrap.
std::vector<ModelSummary> SummarizeModels(const std::vector<BacktestForecast>& forecasts,
                                          const std::vector<std::string>& models, const std::vector<int>& rows,
                                          uint64_t seed);

}  // namespace prognos::evaluation

#endif  // PROGNOS_FORECAST_EVALUATION_SCORES_H_
