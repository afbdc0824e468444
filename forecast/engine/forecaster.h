// The forecast of one series: chooses the model, answers for any history, and keeps the answer within reason.
//
//   SeriesForecast forecast = ForecastSeries(training, options, horizon);
//
// What every answer keeps, whatever the input:
// - finite, and within kMostTimesKnown times the largest absolute month of history and budget;
// - nothing below zero when no known value of the history (or, without history, of the budget) is negative: the paths
//   are cut at zero one by one, and the expected value is the model's, cut at zero. The mean of cut paths would be
//   higher than what the model expects wherever zero is near; the cut keeps the expected value the model's own.
// - with no known month, the remaining budget; without a budget either, zero.
#ifndef PROGNOS_FORECAST_ENGINE_FORECASTER_H_
#define PROGNOS_FORECAST_ENGINE_FORECASTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/engine/selection.h"
#include "forecast/models/model.h"

namespace prognos::engine {

// A month beyond so many times the largest known one is a failure of the model, not a forecast.
inline constexpr double kMostTimesKnown = 10.0;
inline constexpr int kShortHistoryMonths = 24;
// The name that asks for the model chosen by its past errors.
inline constexpr char kDefaultModel[] = "default";

struct ForecastOptions {
  std::string model = kDefaultModel;  // kDefaultModel, or a name of models::Catalog().
  int path_count = 2000;              // >= 1.
  uint64_t seed = 0;
  bool score = true;  // False: no look at earlier years when a model is asked for by name.
  SelectionOptions selection;
};

enum class RemarkCode {
  kNoHistory,       // No known month: the remaining budget is the forecast.
  kNoData,          // No budget either: zero is.
  kShortHistory,    // Under kShortHistoryMonths known months.
  kModelAbstained,  // The model asked for; another one answers.
};

struct Remark {
  RemarkCode code;
  std::string text;  // English, one sentence, with its figures.
};

// How a model did at the same round in earlier years.
struct ModelScore {
  std::string model;
  std::optional<double> past_error;  // Mean absolute full-year error; absent: see Candidate.
  std::string abstention;            // Why it does not answer today; empty when it does.
};

struct SeriesForecast {
  Vector mean;                // One a month from history.end() on, `horizon` long.
  Matrix paths;               // horizon x path_count; the months of a column belong together.
  std::string model;          // Empty when there was no data.
  std::string specification;  // As fitted.
  std::optional<double> past_error;
  std::optional<double> last_years_share_past_error;
  int past_years = 0;              // Earlier years behind the errors.
  std::vector<ModelScore> scores;  // Of all models that were compared.
  std::vector<Remark> remarks;
};

// Forecasts `horizon` (>= 0) months from `training.history.end()` on. With an empty history that month is
// `training.history.first`. INVALID_ARGUMENT: an unknown model.
absl::StatusOr<SeriesForecast> ForecastSeries(const models::TrainingData& training, const ForecastOptions& options,
                                              int horizon);

// A month inside the history that has no value.
struct GapForecast {
  Vector mean;   // `length` long.
  Matrix paths;  // length x path_count.
};

// What `length` missing months from `first` on probably were: the model `options.model`'s forecast from the months
// before them. With nothing before, the value of the nearest month after them (FillGaps), with the spread of a series
// almost without history (models::kDefaultRelativeSpread). The same bounds as above hold.
// INVALID_ARGUMENT: an unknown model.
absl::StatusOr<GapForecast> ForecastGap(const models::TrainingData& training, Month first, int length,
                                        const ForecastOptions& options);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_FORECASTER_H_
