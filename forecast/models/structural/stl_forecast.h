// STL and a model without season: the season is taken out by STL (forecast/series/stl.h), the seasonally adjusted
// series is left to an inner model, and the last year's season is put back (as R's forecast::stlf).
//
//   additive:        value = adjusted + seasonal
//   multiplicative:  value = adjusted x exp(seasonal), seasonal from the STL of log(value)
//
// The form with the smaller sum of squared remainders (in the units of the series) is used; additive when a value is
// not positive. Without two years of history there is no season and the inner model answers alone.
// Missing months are filled for STL and stay missing for the inner model.
//
// Paths: the inner model's, with each month's seasonal value moved by as much as it used to move in a year (standard
// deviation of its year-on-year changes), as a random walk over the years.
#ifndef PROGNOS_FORECAST_MODELS_STRUCTURAL_STL_FORECAST_H_
#define PROGNOS_FORECAST_MODELS_STRUCTURAL_STL_FORECAST_H_

#include "forecast/models/model.h"
#include "forecast/series/seasonality.h"
#include "forecast/series/stl.h"

namespace prognos::models {

struct StlForecastOptions {
  StlOptions stl;
  // kMultiplicative: choose the better form, kAdditive: always additive (as R), kNone: no season.
  SeasonalForm season = SeasonalForm::kMultiplicative;
};

class StlForecastModel : public Model {
 public:
  // `inner` forecasts the seasonally adjusted series; it should look for no season itself. Options must be valid.
  StlForecastModel(std::shared_ptr<const Model> inner, const StlForecastOptions& options);
  // With the dynamic optimised theta method as inner model.
  StlForecastModel();

  absl::string_view name() const override { return "stl-forecast"; }
  int least_history_months() const override { return inner_->least_history_months(); }
  // FAILED_PRECONDITION: as the inner model.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  // Decomposes anew and refits the inner model near its earlier fit.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;

 private:
  std::shared_ptr<const Model> inner_;
  StlForecastOptions options_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_STRUCTURAL_STL_FORECAST_H_
