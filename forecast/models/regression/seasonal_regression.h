// Seasonal regression: level, damped trend, a shrunk monthly profile and regressors, with AR(1) or ARMA(1,1) errors, on
// the original or the logarithmic scale.
//
//   z(t) = level + regressors(t)' c + season[month of t] + slope g(t) + u(t),
//   u(t) = phi u(t - 1) + e(t) + theta e(t - 1)
//
// where z is the series or its logarithm and g the damped trend (seasonal_design.h). For each phi and theta of a grid
// the rows are whitened by the Kalman filter of the errors (error_filter.h) and the rest is a ridge regression
// (ridge.h):
// - the twelve season columns share one penalty, from "hardly shrunk" to "no season"; the profile then adds to zero by
//   itself, because the level is free;
// - the trend is left out or, for one of three dampings, kept by half: a penalty as strong as what the series says of
// it.
//   Half the slope is what makes the theta method forecast well (Hyndman & Billah 2003, "Unmasking the Theta method").
// - theta is 0, or between -phi and 0: then u is an AR(1) that lasts, under errors that do not (their sum is such an
//   ARMA(1,1): Granger & Morris 1976, "Time series modelling and interpretation"). Such errors follow the level by
//   themselves, so that they come without a trend: with both, a run of high months is continued as a slope.
// Every sum over months is discounted: a month counts `discount` times the month after it, so that level, season and
// slope are those of late. Penalty, trend, phi, theta and scale are those with the greatest leave-one-out Gaussian
// likelihood
//
//   -1/2 [ n log(PRESS / n) + log det(covariance of u / sigma^2) + 2 sum log y (logarithmic scale only) ]
//
// less 1 where theta is not 0 (Akaike 1974, "A new look at the statistical model identification"),
// with n the sum of the weights (Geisser & Eddy 1979, "A predictive approach to model selection"; the last term is the
// Jacobian of Box & Cox 1964, section 3). The logarithm is tried only when every known value is positive.
//
// Mean: on the logarithmic scale exp(m + v / 2) with m and v the mean and variance there, v / 2 at most 1/2.
// Paths: coefficients drawn from their posterior (normal, ridge penalty as prior), innovations drawn with replacement
// from the whitened residuals r / sqrt(1 - H_ii) (Davison & Hinkley 1997, section 6.3) by weight, run through the
// errors' recursion, the whole stretched to Student's t with n - (effective parameters) degrees of freedom. Guards: the
// trend moves the level no further than the known values span; on the logarithmic scale no month leaves the known
// values by more than their span and a factor 4.
//
// A last month that lies more than four usual errors from what the others let expect chooses nothing and moves no
// coefficient: a step of one month is no slope. It is followed as far as the errors of the months before it lasted.
//
// Missing months are left out, not filled. Needs kLeastMonths known months; no trend below kLeastForTrend, no season
// below kLeastForSeason, no theta below kLeastForMovingAverage. Only the last ten years are used. A constant series is
// answered with its constant. The record counts the trace of the hat matrix, phi, theta and sigma as parameters. Refit
// keeps phi, theta, penalty, trend and scale of the fit nearby and estimates the coefficients anew.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_REGRESSION_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_REGRESSION_H_

#include "forecast/models/model.h"
#include "forecast/models/regression/error_filter.h"

namespace prognos::models {

enum class Scale {
  kByLikelihood,
  kOriginal,
  kLogarithmic,  // The model abstains when a known value is not positive.
};

struct SeasonalRegressionOptions {
  Scale scale = Scale::kByLikelihood;
  // Weight of a month relative to the one after it, in (0, 1]. Less: follows changes of level and season sooner, and
  // sees more change where there is none. 1: all months count alike. Where the default comes
  // from: docs/models.md.
  double discount = 0.95;
};

class SeasonalRegression : public Model {
 public:
  static constexpr int kLeastMonths = 6;
  static constexpr int kLeastForTrend = 12;
  static constexpr int kLeastForSeason = 14;
  static constexpr int kLeastForMovingAverage = 24;

  explicit SeasonalRegression(SeasonalRegressionOptions options = {}) : options_(options) {}

  absl::string_view name() const override { return "seasonal-regression"; }
  int least_history_months() const override { return kLeastMonths; }
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;

 private:
  SeasonalRegressionOptions options_;
};

// What the fit chose and estimated, on the scale of the fit: for tests and explanations.
struct SeasonalRegressionEstimates {
  bool logarithmic = false;
  ErrorProcess errors;
  double sigma = 0.0;  // Standard deviation of the innovations.
  double level = 0.0;  // At the last known month, without season.
  Vector season;       // January-December, adding to zero.
  double slope = 0.0;  // Per month at the last known month; 0: no trend.
  double trend_damping = 0.0;
};

// The estimates behind `fitted`; nullopt-like empty season when it is not a seasonal regression.
SeasonalRegressionEstimates EstimatesOf(const FittedModel& fitted);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_REGRESSION_H_
