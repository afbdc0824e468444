// A run rate that counts how often it is fitted.
#ifndef PROGNOS_TESTS_FORECAST_ENGINE_COUNTING_MODEL_H_
#define PROGNOS_TESTS_FORECAST_ENGINE_COUNTING_MODEL_H_

#include <memory>

#include "forecast/models/catalog.h"
#include "forecast/models/model.h"

namespace prognos::engine {

class CountingModel : public models::Model {
 public:
  absl::string_view name() const override { return "counting"; }
  int least_history_months() const override { return 1; }
  absl::StatusOr<std::unique_ptr<models::FittedModel>> Fit(const models::TrainingData& training) const override {
    ++fits;
    return models::FindModel("run-rate")->Fit(training);
  }
  absl::StatusOr<std::unique_ptr<models::FittedModel>> Refit(const models::TrainingData& training,
                                                             const models::FittedModel& /*near*/) const override {
    return Fit(training);
  }

  mutable int fits = 0;  // Refits among them.
};

}  // namespace prognos::engine

#endif  // PROGNOS_TESTS_FORECAST_ENGINE_COUNTING_MODEL_H_
