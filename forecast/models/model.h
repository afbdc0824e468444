// The one interface behind which every forecasting model stands.
//
//   for (const auto& model : models) {
//     absl::StatusOr<std::unique_ptr<FittedModel>> fitted = model->Fit(training);
//     if (!fitted.ok()) continue;                       // The model abstains and says why.
//     Vector mean = (*fitted)->Mean(horizon);
//     Matrix paths = (*fitted)->SamplePaths(horizon, 1000, generator);
//   }
//
// Promises that every model keeps, whatever the input (tests/forecast/models/model_properties_test.cc):
// - no NaN and no infinity in any answer;
// - the same input and seed give the same bits;
// - a constant series gives that constant;
// - Fit is const and may run on many threads at once, and so may every method of a FittedModel.
#ifndef PROGNOS_FORECAST_MODELS_MODEL_H_
#define PROGNOS_FORECAST_MODELS_MODEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/random.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

// What a model may know. The forecast begins at `history.end()`.
struct TrainingData {
  // Actuals, oldest first; NaN = missing. May be empty. The caller has no infinite values in it.
  MonthlySeries history;
  // The budget as it falls on months; at least from `history.end()` on where it exists. Empty: no budget known.
  MonthlySeries budget;
  // Known explanatory variables (drivers, events): one column each, row r belongs to month history.first + r, rows
  // reach past the history as far as they are known. No NaN. 0 columns: none. A model that cannot use them ignores
  // them.
  Matrix regressors;
};

// How a fit came about: what the record of a forecast keeps.
struct FitRecord {
  // In the field's notation: "ETS(A,Ad,M)", "ARIMA(1,1,1)(0,1,1)[12]"; may be the name. Where it takes words, a message
  // as Encode writes it.
  std::string specification;
  double num_parameters = 0.0;       // Effective number of estimated parameters; shrunk ones count less than one.
  double log_likelihood = kMissing;  // NaN where the model has none.
  double sigma = 0.0;                // Standard deviation of the one-month error in the units of the series, >= 0.
};

class FittedModel {
 public:
  virtual ~FittedModel() = default;

  // The expected value of the next `horizon` months (>= 1), in the units of the series.
  virtual Vector Mean(int horizon) const = 0;

  // `num_paths` possible futures, one in each column: horizon x num_paths. Errors of the months of one path depend on
  // each other as the model says, so that a sum over months has an honest distribution.
  virtual Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const = 0;

  // One-month-ahead errors over the history (actual - predicted), one for each month; NaN where there is none.
  virtual const Vector& residuals() const = 0;

  virtual const FitRecord& record() const = 0;
};

class Model {
 public:
  virtual ~Model() = default;

  // Stable, lower case, words joined by '-' ("run-rate"): used in requests, stored forecasts and tables.
  virtual absl::string_view name() const = 0;

  // The fewest known months of history with which Fit can answer; 0 for a model that always can.
  virtual int least_history_months() const = 0;

  // FAILED_PRECONDITION when the model abstains (too little history, needs positive values, no budget, ...): the text
  // tells what it needs and what it got. Any other code is a fault in the program.
  virtual absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const = 0;

  // A fit to `training`, which is a shorter or longer stretch of the series that `near` was fitted to. May start the
  // search at, or keep, the parameters of `near`; each model says which. What backtests use instead of a full fit.
  virtual absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                             const FittedModel& near) const {
    (void)near;
    return Fit(training);
  }
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_MODEL_H_
