// How far off models would have been at the same round of earlier years.
//
// For each of the last `most_years` years y before the year of the forecast, the history is cut where this year's ends
// (known January-April now: known January-April of y), every candidate forecasts the rest of year y, and the error is
//
//   | sum of the forecast months - sum of the actual months |,
//
// which is the error of the full year, the known months being known. A year counts when its remaining months are known
// and at least kLeastMonthsBefore months before the cut are. A candidate's past error is the mean over the years that
// count; one that abstains in any of them has none.
#ifndef PROGNOS_FORECAST_ENGINE_MODEL_COMPARISON_H_
#define PROGNOS_FORECAST_ENGINE_MODEL_COMPARISON_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "forecast/models/model.h"

namespace prognos::engine {

inline constexpr int kLeastMonthsBefore = 12;

struct ComparisonOptions {
  int most_years = 5;  // >= 0. More: steadier, slower, and further from today.
  // As PastOptions::stop (candidate_forecasts.h).
  std::function<bool()> stop = nullptr;

  bool IsStopped() const { return stop != nullptr && stop(); }
};

// The sum of the remaining months of an earlier year against what a model then said of it.
struct PastTotal {
  Month origin;        // The first month that was forecast.
  double error = 0.0;  // Actual - forecast, finite.
};

// A model, how it did, and its fit to the whole history.
struct Candidate {
  const models::Model* model = nullptr;
  // Null: it abstains today, and `abstention` says why.
  std::unique_ptr<models::FittedModel> fitted;
  absl::Status abstention;
  // Mean absolute full-year error in earlier years; absent: no year counts, or it abstained in one or answered with
  // what is no finite number.
  std::optional<double> past_error;
  std::vector<PastTotal> past;  // The errors behind it, the newest first; empty where it is absent.
};

struct Comparison {
  std::vector<Candidate> candidates;  // In the order given.
  int years = 0;                      // Earlier years that count.
};

// Compares `candidates` for the forecast from `training.history.end()` to December of that year.
Comparison CompareModels(const models::TrainingData& training, const std::vector<const models::Model*>& candidates,
                         const ComparisonOptions& options);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_MODEL_COMPARISON_H_
