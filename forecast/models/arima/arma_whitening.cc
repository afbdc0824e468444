#include "forecast/models/arima/arma_whitening.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

namespace prognos::models {
namespace {

// A diagonal element so near 1 has settled: n of them change a log-likelihood by n / 2 times this.
constexpr double kSettled = 1e-12;

// 1, ma[0], ma[1], ...
Vector WithLeadingOne(const Vector& coefficients) {
  Vector result(coefficients.size() + 1);
  result << 1.0, coefficients;
  return result;
}

// w(t) = sum_k psi[k] a(t - k), k = 0 ... num - 1.
Vector PsiWeights(const ArmaCoefficients& coefficients, Eigen::Index num) {
  Vector psi = Vector::Zero(num);
  for (Eigen::Index k = 0; k < num; ++k) {
    if (k == 0) psi[k] = 1.0;
    if (k > 0 && k <= coefficients.ma.size()) psi[k] = coefficients.ma[k - 1];
    for (Eigen::Index i = 1; i <= std::min(k, coefficients.ar.size()); ++i) {
      psi[k] += coefficients.ar[i - 1] * psi[k - i];
    }
  }
  return psi;
}

// sum_l left[l + k] right[l] for k = 0 ... size - 1.
Vector Products(const Vector& left, const Vector& right) {
  const Eigen::Index size = left.size();
  Vector sums(size);
  for (Eigen::Index k = 0; k < size; ++k) sums[k] = left.tail(size - k).dot(right.head(size - k));
  return sums;
}

Vector CrossCovariances(const ArmaCoefficients& coefficients) {
  const Vector theta = WithLeadingOne(coefficients.ma);
  return Products(theta, PsiWeights(coefficients, theta.size()));
}

// gamma(k) - sum_i ar[i] gamma(|k - i|) = cross(k), k = 0 ... p (Brockwell & Davis 1991, section 3.3).
Vector FirstAutocovariances(const Vector& ar, const Vector& cross) {
  const Eigen::Index size = ar.size() + 1;
  Matrix equations = Matrix::Identity(size, size);
  for (Eigen::Index k = 0; k < size; ++k) {
    for (Eigen::Index i = 1; i < size; ++i) equations(k, std::abs(k - i)) -= ar[i - 1];
  }
  Vector right = Vector::Zero(size);
  const Eigen::Index common = std::min(size, cross.size());
  right.head(common) = cross.head(common);
  return equations.partialPivLu().solve(right);
}

Vector AutocovariancesFrom(const Vector& ar, const Vector& cross, Eigen::Index num_lags) {
  Vector gamma = Vector::Zero(std::max(num_lags, ar.size() + 1));
  gamma.head(ar.size() + 1) = ar.size() == 0 ? Vector(cross.head(1)) : FirstAutocovariances(ar, cross);
  for (Eigen::Index k = ar.size() + 1; k < gamma.size(); ++k) {
    if (k < cross.size()) gamma[k] = cross[k];
    for (Eigen::Index i = 1; i <= ar.size(); ++i) gamma[k] += ar[i - 1] * gamma[k - i];
  }
  return gamma.head(num_lags);
}

}  // namespace

Vector Autocovariances(const ArmaCoefficients& coefficients, int num_lags) {
  return AutocovariancesFrom(coefficients.ar, CrossCovariances(coefficients), num_lags);
}

std::vector<ArmaWhitening::Lag> ArmaWhitening::NonZero(const Vector& coefficients) {
  std::vector<Lag> lags;
  for (Eigen::Index k = 0; k < coefficients.size(); ++k) {
    if (coefficients[k] != 0.0) lags.push_back({static_cast<int>(k) + 1, coefficients[k]});
  }
  return lags;
}

ArmaWhitening::ArmaWhitening(const ArmaCoefficients& coefficients, int num_values)
    : ar_(NonZero(coefficients.ar)),
      ma_(NonZero(coefficients.ma)),
      ma_order_(static_cast<int>(coefficients.ma.size())) {
  const int longest = static_cast<int>(std::max(coefficients.ar.size(), coefficients.ma.size()));
  start_rows_ = std::min(longest, num_values);
  FillCovariances(coefficients);
  Factorize(num_values);
}

void ArmaWhitening::FillCovariances(const ArmaCoefficients& coefficients) {
  cross_ = CrossCovariances(coefficients);
  process_ = AutocovariancesFrom(coefficients.ar, cross_, start_rows_);
  const Vector theta = WithLeadingOne(coefficients.ma);
  moving_average_ = Products(theta, theta);
}

double ArmaWhitening::Covariance(int row, int column) const {
  const int lag = row - column;
  if (row < start_rows_) return process_[lag];
  return column < start_rows_ ? cross_[lag] : moving_average_[lag];
}

int ArmaWhitening::FirstColumn(int row) const { return row < start_rows_ ? 0 : std::max(0, row - ma_order_); }

void ArmaWhitening::Factorize(int num_values) {
  factor_.resize(static_cast<Eigen::Index>(num_values) * start_rows_ + start_rows_);
  diagonal_.resize(num_values);
  int settled_rows = 0;
  for (settled_ = 0; settled_ < num_values; ++settled_) {
    const int row = settled_;
    if (row >= start_rows_ && settled_rows >= ma_order_) return;
    double* const elements = Row(row);
    const int first = FirstColumn(row);
    double variance = Covariance(row, row);
    for (int column = first; column < row; ++column) {
      const int from = std::max(first, FirstColumn(column));
      const double* const other = Row(column);
      double sum = Covariance(row, column);
      for (int k = from; k < column; ++k) sum -= elements[k - row] * other[k - column];
      const double element = sum / diagonal_[column];
      elements[column - row] = element;
      variance -= element * element;
    }
    ok_ = variance > 0.0 && std::isfinite(variance);
    if (!ok_) return;
    diagonal_[row] = std::sqrt(variance);
    settled_rows = row >= start_rows_ && std::abs(variance - 1.0) < kSettled ? settled_rows + 1 : 0;
  }
}

double ArmaWhitening::LogDeterminant(int num_rows) const {
  return 2.0 * diagonal_.head(std::min(num_rows, settled_)).array().log().sum();
}

double ArmaWhitening::Autoregression(int row, const double* values) const {
  double sum = 0.0;
  if (row < start_rows_) return sum;
  for (const Lag& lag : ar_) sum += lag.coefficient * values[row - lag.lag];
  return sum;
}

double ArmaWhitening::MovingAverage(int row, const double* errors) const {
  double sum = 0.0;
  if (row >= settled_) {
    for (const Lag& lag : ma_) sum += lag.coefficient * errors[row - lag.lag];
    return sum;
  }
  const double* const elements = Row(row);
  for (int column = FirstColumn(row); column < row; ++column) sum += elements[column - row] * errors[column];
  return sum;
}

void ArmaWhitening::Whiten(Eigen::Ref<Matrix> columns) const {
  const int num_rows = static_cast<int>(columns.rows());
  Vector errors(num_rows);
  for (Eigen::Index column = 0; column < columns.cols(); ++column) {
    const double* const values = columns.col(column).data();
    for (int row = 0; row < num_rows; ++row) {
      const double predicted = Autoregression(row, values) + MovingAverage(row, errors.data());
      errors[row] = (values[row] - predicted) / deviation(row);
    }
    columns.col(column) = errors;
  }
}

double ArmaWhitening::NextValue(int row, const Vector& errors, const Vector& values) const {
  return Autoregression(row, values.data()) + MovingAverage(row, errors.data()) + deviation(row) * errors[row];
}

}  // namespace prognos::models
