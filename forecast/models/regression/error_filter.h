// Errors that depend on those before them, over months with gaps: ARMA(1,1), with AR(1) as the case of theta = 0.
//
//   u(t) = phi u(t - 1) + e(t) + theta e(t - 1),     e(t) independent with variance sigma^2,  |phi| < 1,  |theta| < 1
//
// The Kalman filter of this process has a state of one number, s(t) = phi u(t - 1) + theta e(t - 1): what the past says
// of month t. With a(t) its mean given the known months before t and sigma^2 P(t) its variance,
//
//   a(1) = 0,  P(1) = (phi + theta)^2 / (1 - phi^2)                                              (stationary start)
//   known:    v(t) = u(t) - a(t),  F(t) = P(t) + 1,
//             a(t + 1) = phi u(t) + theta v(t) / F(t),  P(t + 1) = theta^2 P(t) / F(t)
//   missing:  a(t + 1) = phi a(t),                      P(t + 1) = phi^2 P(t) + (phi + theta)^2
//
// and v(t) / sqrt(F(t)) are independent with variance sigma^2 ("whitened"), log det of the errors' covariance over
// sigma^2 is sum log F: the exact Gaussian likelihood without inventing the missing months (Harvey 1989, "Forecasting,
// structural time series models and the Kalman filter", sections 3.4 and 6.3). Whitening is linear, so that it turns a
// regression with such errors into one with independent errors. arma_whitening.h is the one for any order without gaps.
//
// Older rows may count less (discounted least squares: Brown 1963, "Smoothing, forecasting and prediction of discrete
// time series", chapter 11): row t has weight discount^(T - t), T the last known month, in every sum.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_ERROR_FILTER_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_ERROR_FILTER_H_

#include <vector>

#include "forecast/series/eigen_types.h"

namespace prognos::models {

// ARMA(1,1) with phi and theta in (-1, 1).
struct ErrorProcess {
  double phi = 0.0;
  double theta = 0.0;

  // Variance of the error `steps` (>= 0) months after one that is wholly known, e included, over sigma^2:
  // 1 + (phi + theta)^2 (1 + phi^2 + ... + phi^(2 (steps - 2))).
  double VarianceAhead(int steps) const;

  friend bool operator==(const ErrorProcess&, const ErrorProcess&) = default;
};

class ErrorFilter {
 public:
  // `months`: the known months as rising numbers, at least one. `discount` in (0, 1].
  ErrorFilter(const ErrorProcess& process, const std::vector<int>& months, double discount = 1.0);

  // One row a known month, any number of columns: each row minus what the rows before it let expect, scaled, times the
  // square root of its weight.
  Matrix Apply(const Eigen::Ref<const Matrix>& rows) const;

  // What the rows before let expect of each row; 0 for the first.
  Vector Expected(const Vector& errors) const;

  // The errors whose u(t) - Expected(t) are `innovations`.
  Vector FromInnovations(const Vector& innovations) const;

  // What all rows let expect of the month after the last one: a(T + 1), for each column.
  Eigen::RowVectorXd ExpectedNext(const Eigen::Ref<const Matrix>& rows) const;
  // P(T + 1): how uncertain that is, over sigma^2. 0 without theta.
  double next_variance() const { return next_variance_; }

  // Logarithm of the determinant of the errors' covariance matrix divided by sigma^2; with a discount, the weighted sum
  // that takes its place in the weighted likelihood.
  double LogDeterminant() const { return row_weights_.dot(variances_.array().log().matrix()); }

  // The weight of each row, 1 for the last.
  const Vector& row_weights() const { return row_weights_; }

 private:
  // The v(t) of a column.
  Vector Innovations(const Eigen::Ref<const Vector>& column) const;

  // What the known month before adds to what is expected of each row, times its value and times its v; 0 in the first.
  Vector carry_;
  Vector echo_;
  Vector variances_;  // F of each row.
  Vector row_weights_;
  Vector factors_;  // sqrt(row weight / F).
  double next_carry_ = 0.0;
  double next_echo_ = 0.0;
  double next_variance_ = 0.0;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_ERROR_FILTER_H_
