// Rolling twelve months: the year ends where the last twelve months add up to.
//
// The remaining months of the year then cost together what the same months cost last year, spread evenly:
//
//   forecast(o + h) = mean of (newest known value of the same calendar month) over the months o ... December
//
// It assumes that a full year costs what the last one did, and says nothing of months. Source: the practice of budget
// follow-up.
//
// A calendar month that was never known takes the mean of the last twelve known months. Each later year is the mean
// month of the year before it, known and predicted months together. Abstains with fewer than twelve known months.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_ROLLING_TWELVE_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_ROLLING_TWELVE_H_

#include <memory>

#include "forecast/models/baselines/baseline.h"
#include "messages/model.h"

namespace prognos::models {

class RollingTwelve : public Baseline {
 public:
  absl::string_view name() const override { return "rolling-twelve"; }
  int least_history_months() const override { return 12; }
  double num_parameters() const override { return 1.0; }
  Vector Predict(const TrainingData& training, Month origin, int horizon) const override;

 protected:
  std::unique_ptr<const Baseline> Clone() const override { return std::make_unique<RollingTwelve>(*this); }
  Message Needs(int known_months) const override { return messages::model::NeedsKnownMonths(name(), 12, known_months); }
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_ROLLING_TWELVE_H_
