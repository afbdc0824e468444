// Run rate ("årstakt"): every remaining month costs what the known months of the calendar year cost on average.
//
//   forecast(o + h) = mean of the known months January ... o - 1 of the year of the origin o, for every h
//
// None of the year known: the mean of the last twelve known months. Past December the level stays. Seasons and trends
// are not seen: it assumes that the year goes on as it began. Values may be zero or negative; missing months do not
// count. Abstains without a single known month. Source: the practice of budget follow-up.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_RUN_RATE_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_RUN_RATE_H_

#include <memory>

#include "forecast/models/baselines/baseline.h"
#include "messages/model.h"

namespace prognos::models {

class RunRate : public Baseline {
 public:
  absl::string_view name() const override { return "run-rate"; }
  int least_history_months() const override { return 1; }
  double num_parameters() const override { return 1.0; }
  Vector Predict(const TrainingData& training, Month origin, int horizon) const override;

 protected:
  std::unique_ptr<const Baseline> Clone() const override { return std::make_unique<RunRate>(*this); }
  Message Needs(int /*known_months*/) const override { return messages::model::NeedsAKnownMonth(name()); }
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_RUN_RATE_H_
