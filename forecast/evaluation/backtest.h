// How good forecasts of the full year would have been: each round of each year made again from what its ledger held.
//
// For a year y, a round that knows January ... K (mars 3, vår 4, höst 8, oktober 10) and a model:
//
//   forecast = sum of the known months January ... K + sum of the model's forecast of K+1 ... December,
//   actual   = sum of the twelve months,            error = actual - forecast (plus: the forecast was too low).
//
// The model sees the months before the origin (January of y + K) and the budgets up to December of y, nothing later;
// what was known by then of single months, past or to come, is taken into account as in a forecast
// (cases/known_effects.h) (rolling-origin evaluation; Tashman 2000, "Out-of-sample tests of forecasting accuracy",
// section 3). Where the input says what the ledger held then (BacktestInput::as_then), the model and the known months
// are of that: late invoices are missing in them as they were. Otherwise, and as the outcome always, actuals are those
// known now: what was booked late or corrected later stands in the month it belongs to.
//
// A row is one series or a sum of series with signs (cost minus revenue, an activity with all below it). Its forecast
// and its sample paths are the sums over its series, path by path, so the error of a sum is the sum of the errors.
// - A series counts in a year when all twelve months are known and at least `least_months_before` months before
//   January are. A row counts when one of its series does, and none is still being booked: last known month inside the
//   newest year of the data, before December, or a month of the year that is not finished.
// - In a sum a month without a value is one in which nothing was booked, in the actual and in the forecast alike. A
//   series without a value in the kStaleMonths before January, or in the year, is forecast by its budget; without one
//   nobody knew of it, and it is forecast as zero (cases/series_case.h).
// - Where the model abstains, a row of one series has no forecast. A sum takes the default forecast for that series, as
//   the service does when a model is asked for, and counts it (`fallbacks`); when no series of it has the model's own
//   forecast the sum has none either.
// - A row that is one series also has its months, K+1 ... December, one by one. A sum has none.
// - The default and pooled-regression learn from all series of the input that are in the same pool, as they were at the
//   origin; also from those that are in no row.
#ifndef PROGNOS_FORECAST_EVALUATION_BACKTEST_H_
#define PROGNOS_FORECAST_EVALUATION_BACKTEST_H_

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/run_control.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/cases/series_case.h"
#include "forecast/series/monthly_series.h"

namespace prognos::evaluation {

// The quantile levels of a full-year forecast, rising.
inline constexpr std::array<double, 7> kBacktestLevels = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
// Those of a month: the ends of the central 95 and 80 % intervals.
inline constexpr std::array<double, 4> kBacktestMonthLevels = {0.025, 0.10, 0.90, 0.975};
// The baseline that every other model is measured against.
inline constexpr absl::string_view kReferenceModel = "last-years-share";
// What people do without a model: always computed, in this order.
inline constexpr std::array<absl::string_view, 5> kBaselines = {kReferenceModel, "run-rate", "seasonal-naive",
                                                                "rolling-twelve", "remaining-budget"};

struct BacktestTerm {
  int series = 0;  // Index in BacktestInput::series.
  int sign = 1;    // 1 or -1.
};

struct BacktestRow {
  std::vector<BacktestTerm> terms;  // At least one; no series twice.
};

// What was known of a series' months when a round was made.
struct SeriesAsThen {
  MonthlySeries history;
  std::vector<cases::UnfinishedMonth> unfinished = {};
};

// The round of a year that knows January ... last_known_month: what is computed in one go.
struct BacktestRound {
  int year = 0;
  int last_known_month = 0;
  friend auto operator<=>(const BacktestRound&, const BacktestRound&) = default;
};

struct BacktestInput {
  std::vector<cases::SeriesFacts> series;  // Amounts in parts, as everything that comes out.
  std::vector<BacktestRow> rows;
  // One for each series; nullopt: what is known now was known then.
  std::map<BacktestRound, std::vector<std::optional<SeriesAsThen>>> as_then = {};
  // Of `series`, each driven once; the default takes them into account as forecasts do.
  std::vector<cases::DriverLink> drivers = {};
};

struct BacktestOptions {
  std::vector<int> years;                              // Rising, 1900-2199.
  std::vector<int> last_known_months = {3, 4, 8, 10};  // One a round; not falling, 1-11.
  // Asked for beside the default and the baselines, which are always there. Of engine::ModelNames().
  std::vector<std::string> models;
  int least_months_before = 24;  // 12-240. More: fewer, fairer forecasts.
  int path_count = 1000;         // 200-20 000. More: steadier quantiles, more time.
  uint64_t seed = 0;
  int threads = 1;  // 1-64; the answer is the same for any number.
  // Expect whole parts of each series and month, as forecasts do: rows then add up to the last part. Where a part is
  // much of an amount (series that count single things) it adds error.
  bool whole_parts = false;

  // INVALID_ARGUMENT with every fault: field, value and rule.
  absl::Status Validate() const;
};

// What may end a backtest early (asked before each fit, also those at earlier origins inside the default), and who
// hears how far it is. All may be left out.
struct BacktestControl : RunControl {
  // So many of the round's forecasts (series x models) are made. From any thread, more than one at once.
  std::function<void(int done)> progress;
};

// One forecast month of a series.
struct BacktestMonth {
  double actual = kMissing;
  double forecast = kMissing;
  std::array<double, kBacktestMonthLevels.size()> quantiles{};
};

// The mean error of repeating last year, over what was known at the origin: what scale-free errors are divided by. NaN
// where nothing could be repeated.
struct NaiveScale {
  double absolute = kMissing;  // Mean |difference|: the scale of MASE.
  double squared = kMissing;   // Mean difference^2: that of RMSSE.
};

// One row, year, round and model.
struct BacktestForecast {
  int row = 0;
  int model = 0;  // Index in BacktestModels().
  BacktestRound round;
  double actual = kMissing;
  double forecast = kMissing;  // NaN: the model abstained.
  double budget = kMissing;    // Of the row's full year; NaN: none of its series has one.
  // Of the full year, from whole-year paths; NaN: the model abstained.
  std::array<double, kBacktestLevels.size()> quantiles{};
  double crps = kMissing;  // Continuous ranked probability score, in the parts of the row.
  int fallbacks = 0;       // Series of a sum for which the model abstained.
  // The months after the last known one up to December. Empty for a sum of series, and where the model abstained.
  std::vector<BacktestMonth> months;
  // Of single months: differences between a month and the same one of the year before. NaN for a sum, and where the
  // model abstained.
  NaiveScale month_scale;
  // Of full years: differences between twelve months and the twelve before them, over every such pair that ends before
  // the origin. NaN with less than 24 known months in a row.
  NaiveScale year_scale;
};

// The models in the order of BacktestForecast::model: the default, the baselines, then what was asked for.
std::vector<std::string> BacktestModels(const BacktestOptions& options);

// The years in which at least one series of a row counts, rising.
std::vector<int> CompleteYears(const BacktestInput& input, int least_months_before);

// Forecasts of one round: what BacktestControl::progress counts up to.
int CountForecasts(const BacktestInput& input, const BacktestOptions& options);

// The forecasts of one round, by row, then model; rows that do not count are left out.
// INVALID_ARGUMENT: options, a term or sign out of range, an unknown model. CANCELLED, DEADLINE_EXCEEDED: as asked by
// `control`.
absl::StatusOr<std::vector<BacktestForecast>> RunBacktestRound(const BacktestInput& input,
                                                               const BacktestOptions& options, BacktestRound round,
                                                               const BacktestControl& control = {});

// The forecasts of all rounds, by round, then year, then as above.
absl::StatusOr<std::vector<BacktestForecast>> RunBacktest(const BacktestInput& input, const BacktestOptions& options,
                                                          const BacktestControl& control = {});

}  // namespace prognos::evaluation

#endif  // PROGNOS_FORECAST_EVALUATION_BACKTEST_H_
