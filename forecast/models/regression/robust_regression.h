// Robust seasonal regression: the seasonal regression (seasonal_regression.h) that one double booking cannot bend.
//
// The errors u(t) of the regression depend on each other; what the other months leave open of month t is
//
//   r(t) = (Q u)(t) / Q(t, t),   variance sigma^2 / Q(t, t),   Q the inverse covariance of u over sigma^2
//
// and a month is replaced by the value that the others expect plus w r, with the weight of Student's t
//
//   w = (nu + 1) / (nu + r^2 Q(t, t) / s^2),   at most 1,   nu = kStudentFreedom
//
// (iteratively reweighted least squares in the form of pseudo-values: Huber & Ronchetti 2009, "Robust statistics",
// section 7.8; weights: Lange, Little & Taylor 1989, "Robust statistical modeling using the t distribution"). s is the
// median absolute r sqrt(Q(t, t)) times 1.4826. Months within kLeastOutlier s keep their value, so that a well-behaved
// series gets exactly the seasonal regression. A month far out gets a weight that falls with the square of its
// distance: its pull goes to zero as it grows. Where more than a tenth of the months (and more than one) would be
// moved, the series is lumpy by nature and all keep their values. Fit, replace and fit again until the replaced values
// stand still.
//
// The last known month has only one neighbour; a level that moves there looks like an error of booking for a month
// or two. A shift that is known should be declared as a regressor (forecast/series/regressors.h).
//
// The mean is that of the regression on the replaced months. Paths have, besides its errors, further odd months as
// often and as large as the ones found, up or down alike. Needs, abstains, regressors and scale as the seasonal
// regression.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_ROBUST_REGRESSION_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_ROBUST_REGRESSION_H_

#include "forecast/models/regression/seasonal_regression.h"

namespace prognos::models {

class RobustRegression : public Model {
 public:
  static constexpr double kStudentFreedom = 4.0;
  static constexpr double kLeastOutlier = 3.0;

  explicit RobustRegression(SeasonalRegressionOptions options = {}) : plain_(options) {}

  absl::string_view name() const override { return "robust-regression"; }
  int least_history_months() const override { return plain_.least_history_months(); }
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  // Keeps what SeasonalRegression::Refit keeps; the odd months are looked for anew.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;

 private:
  absl::StatusOr<std::unique_ptr<FittedModel>> FitFrom(const TrainingData& training,
                                                       std::unique_ptr<FittedModel> first) const;

  SeasonalRegression plain_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_ROBUST_REGRESSION_H_
