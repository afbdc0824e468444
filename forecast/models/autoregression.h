// First-order autoregressive errors over months with gaps, AR(1):
//
//   u(t) = phi u(t - 1) + e(t),     e(t) independent with variance sigma^2,     |phi| < 1
//
// Between two known months that lie `gap` months apart the error follows u(t) = phi^gap u(t - gap) + (noise of variance
// sigma^2 (1 - phi^(2 gap)) / (1 - phi^2)); before the first known month it is stationary with variance
// sigma^2 / (1 - phi^2). Dividing by these standard deviations ("whitening") turns a regression with such errors into
// one with independent errors of variance sigma^2 without inventing the missing months (Harvey 1989, "Forecasting,
// structural time series models and the Kalman filter", section 6.3).
//
// Older rows may count less (discounted least squares: Brown 1963, "Smoothing, forecasting and prediction of discrete
// time series", chapter 11): row t has weight discount^(T - t), T the last known month, in every sum.
#ifndef PROGNOS_FORECAST_MODELS_AUTOREGRESSION_H_
#define PROGNOS_FORECAST_MODELS_AUTOREGRESSION_H_

#include <vector>

#include "forecast/series/eigen_types.h"

namespace prognos::models {

class AutoregressiveWhitening {
 public:
  // `months`: the known months as rising numbers, at least one. `phi` in (-1, 1), `discount` in (0, 1].
  AutoregressiveWhitening(double phi, const std::vector<int>& months, double discount = 1.0);

  // One row a known month, any number of columns: each row minus what the row before it lets expect, scaled, times the
  // square root of its weight.
  Matrix Apply(const Eigen::Ref<const Matrix>& rows) const;

  // Logarithm of the determinant of the errors' covariance matrix divided by sigma^2; with a discount, the weighted sum
  // that takes its place in the weighted likelihood.
  double LogDeterminant() const { return -2.0 * row_weights_.dot(scales_.array().log().matrix()); }

  // The weight of each row, 1 for the last.
  const Vector& row_weights() const { return row_weights_; }

  // phi^gap from the known month before; 0 in the first row.
  const Vector& carry() const { return carry_; }

 private:
  Vector carry_;
  Vector scales_;  // Innovation standard deviation over that of the row.
  Vector row_weights_;
  Vector factors_;  // scales_ times the square root of row_weights_.
};

// Variance of the error `steps` months after a known one, divided by sigma^2: 1 + phi^2 + ... + phi^(2 (steps - 1)).
double AutoregressiveVariance(double phi, int steps);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_AUTOREGRESSION_H_
