// The exact distribution of n values in a row of a stationary ARMA process, as a linear map to independent errors.
//
//   w(t) = sum_k ar[k] w(t - k) + a(t) + sum_k ma[k] a(t - k),    a independent, variance sigma^2
//
// With m = max(p, q): z(t) = w(t) in the first m rows and w(t) - sum_k ar[k] w(t - k) after them has a covariance
// matrix sigma^2 C with no element further than q from the diagonal after row m (Ansley 1979, "An algorithm for the
// exact likelihood of a mixed autoregressive-moving average process"). C = L L' gives e = L^-1 z, independent with
// variance sigma^2, so that -2 log likelihood = n log(2 pi sigma^2) + log det C + e'e / sigma^2.
//
// This is what the Kalman filter from its stationary start gives, without the r^2 numbers of a state covariance to
// carry; as there, rows of L settle (on ma, diagonal 1), and from then on none is computed.
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_ARMA_WHITENING_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_ARMA_WHITENING_H_

#include <vector>

#include "forecast/models/arima/arima_order.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

class ArmaWhitening {
 public:
  // `ar` must be stationary. `num_values` >= 0.
  ArmaWhitening(const ArmaCoefficients& coefficients, int num_values);

  // False when C came out as not positive definite (a root within rounding of the unit circle): then nothing else may
  // be asked.
  bool ok() const { return ok_; }

  // log det C of the first `num_rows` rows; the variance of what is new in row t is sigma^2 deviation(t)^2.
  double LogDeterminant(int num_rows) const;
  double deviation(int row) const { return row < settled_ ? diagonal_[row] : 1.0; }

  // Replaces each column of `columns`, which has at most `num_values` rows, by its independent errors.
  void Whiten(Eigen::Ref<Matrix> columns) const;

  // Given the errors and values of the rows before `row`, the value of `row` when its error is errors[row].
  double NextValue(int row, const Vector& errors, const Vector& values) const;

 private:
  struct Lag {
    int lag;
    double coefficient;
  };

  static std::vector<Lag> NonZero(const Vector& coefficients);
  void FillCovariances(const ArmaCoefficients& coefficients);
  void Factorize(int num_values);
  double Covariance(int row, int column) const;
  int FirstColumn(int row) const;
  // Element `column` of row `row` of L lies at Row(row)[column - row].
  double* Row(int row) { return factor_.data() + static_cast<Eigen::Index>(row + 1) * start_rows_; }
  const double* Row(int row) const { return factor_.data() + static_cast<Eigen::Index>(row + 1) * start_rows_; }
  double Autoregression(int row, const double* values) const;
  double MovingAverage(int row, const double* errors) const;

  std::vector<Lag> ar_, ma_;
  int ma_order_ = 0;
  int start_rows_ = 0;     // m, or num_values where that is less.
  Vector process_;         // Autocovariances of w at lag 0 ... m - 1, all here divided by sigma^2.
  Vector cross_;           // Of z(t), t > m, and w(t - k), k = 0 ... q.
  Vector moving_average_;  // Of z(t) and z(t - k), both > m, k = 0 ... q.
  Vector factor_;          // Rows of L before the diagonal, m numbers each.
  Vector diagonal_;
  int settled_ = 0;  // From this row on L is ma with diagonal 1.
  bool ok_ = true;
};

// cov(w(t), w(t - k)) / sigma^2 for k = 0 ... `num_lags` - 1. `ar` must be stationary.
Vector Autocovariances(const ArmaCoefficients& coefficients, int num_lags);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_ARMA_WHITENING_H_
