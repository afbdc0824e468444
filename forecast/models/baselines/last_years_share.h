// Last year's share ("förra årets andel"): the year so far, set against the same months of last year, scales what is
// left of last year.
//
//   ratio           = sum of the known months of this year / sum of the same months of last year
//   forecast(o + h) = same month last year x ratio
//
// It assumes that each month's share of its year is what it was last year. Source: the practice of budget follow-up.
//
// Only months known in both years enter the ratio. Where its denominator is absent, zero or negative, or nothing of
// this year is known, the ratio is 1: the seasonal naive forecast. A month that last year lacks is taken as the
// seasonal naive baseline takes it. Each later year repeats the one before it, known and predicted months alike.
// Abstains with fewer than twelve known months.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_LAST_YEARS_SHARE_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_LAST_YEARS_SHARE_H_

#include <memory>

#include "forecast/models/baselines/baseline.h"
#include "messages/model.h"

namespace prognos::models {

class LastYearsShare : public Baseline {
 public:
  absl::string_view name() const override { return "last-years-share"; }
  int least_history_months() const override { return 12; }
  double num_parameters() const override { return 13.0; }
  Vector Predict(const TrainingData& training, Month origin, int horizon) const override;

 protected:
  std::unique_ptr<const Baseline> Clone() const override { return std::make_unique<LastYearsShare>(*this); }
  Message Needs(int known_months) const override { return messages::model::NeedsKnownMonths(name(), 12, known_months); }
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_LAST_YEARS_SHARE_H_
