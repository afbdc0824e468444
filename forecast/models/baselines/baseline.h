// The baselines: forecasts that an ekonom makes with a pocket calculator. A baseline is one formula; what surrounds it,
// the errors it made before and sample paths drawn from them, is the same for all and stands here.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_BASELINE_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_BASELINE_H_

#include "forecast/messages/message.h"
#include "forecast/models/model.h"

namespace prognos::models {

class Baseline : public Model {
 public:
  // The baseline's forecast of `horizon` months from `origin` on, from the months of `training.history` before `origin`
  // alone and, for baselines that use it, the budget. Empty when the baseline has no answer there. Finite otherwise.
  virtual Vector Predict(const TrainingData& training, Month origin, int horizon) const = 0;

  // Values that the baseline takes from history: what FitRecord calls the number of parameters.
  virtual double num_parameters() const = 0;

  // FAILED_PRECONDITION when Predict has no answer at the end of the history: with what Needs() says.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const final;

 protected:
  // A fit outlives the model that made it, so it keeps a copy.
  virtual std::unique_ptr<const Baseline> Clone() const = 0;
  // Why the baseline abstains: what it must have to answer, and the months it has.
  virtual Message Needs(int known_months) const = 0;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_BASELINE_H_
