// Seasonal naive: every month costs what the same month cost the year before.
//
//   forecast(o + h) = newest known value before the origin o of the same calendar month
//
// It assumes a season that stays and no trend. Source: Hyndman & Athanasopoulos (2021), "Forecasting: principles and
// practice", section 5.2.
//
// A calendar month that was never known takes the mean of the last twelve known months. Past twelve months the year
// repeats. Values may be zero or negative. Abstains with fewer than twelve known months.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_SEASONAL_NAIVE_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_SEASONAL_NAIVE_H_

#include <memory>

#include "forecast/models/baselines/baseline.h"
#include "messages/model.h"

namespace prognos::models {

class SeasonalNaive : public Baseline {
 public:
  absl::string_view name() const override { return "seasonal-naive"; }
  int least_history_months() const override { return 12; }
  double num_parameters() const override { return 12.0; }
  Vector Predict(const TrainingData& training, Month origin, int horizon) const override;

 protected:
  std::unique_ptr<const Baseline> Clone() const override { return std::make_unique<SeasonalNaive>(*this); }
  Message Needs(int known_months) const override { return messages::model::NeedsKnownMonths(name(), 12, known_months); }
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_SEASONAL_NAIVE_H_
