#include "forecast/models/arima/arima_continuation.h"

namespace prognos::models {
namespace {

Vector Extended(const Vector& values, int by) {
  Vector extended = Vector::Zero(values.size() + by);
  extended.head(values.size()) = values;
  return extended;
}

// What `level` adds to the value of `row` through the months before it.
double Undifference(const Vector& difference, const Vector& levels, int row) {
  return difference.dot(levels.segment(row - difference.size(), difference.size()).reverse());
}

Vector DifferencedValues(const Vector& difference, const Vector& levels) {
  const int lost = static_cast<int>(difference.size());
  Vector values(levels.size() - lost);
  for (int row = 0; row < values.size(); ++row) {
    values[row] = levels[row + lost] - Undifference(difference, levels, row + lost);
  }
  return values;
}

}  // namespace

ArimaContinuation::ArimaContinuation(const ArimaOrder& order, const ArmaCoefficients& coefficients,
                                     const Vector& levels, double constant, int horizon)
    : difference_(DifferenceCoefficients(order)),
      constant_(constant),
      num_levels_(static_cast<int>(levels.size())),
      num_rows_(num_levels_ - static_cast<int>(difference_.size())),
      horizon_(horizon),
      whitening_(coefficients, num_rows_ + horizon),
      levels_(Extended(levels, horizon)) {
  const Vector values = DifferencedValues(difference_, levels).array() - constant;
  values_ = Extended(values, horizon);
  errors_ = Vector::Zero(values_.size());
  if (!whitening_.ok()) return;
  Matrix column = values;
  whitening_.Whiten(column);
  errors_.head(num_rows_) = column;
}

Vector ArimaContinuation::Mean() const {
  Vector levels = levels_, values = values_;
  for (int step = 0; step < horizon_; ++step) {
    values[num_rows_ + step] = whitening_.NextValue(num_rows_ + step, errors_, values);
    const int row = num_levels_ + step;
    levels[row] = values[num_rows_ + step] + constant_ + Undifference(difference_, levels, row);
  }
  return levels.tail(horizon_);
}

Matrix ArimaContinuation::Response() const {
  Matrix response = Matrix::Zero(horizon_, horizon_);
  for (int shock = 0; shock < horizon_; ++shock) {
    Vector levels = Vector::Zero(levels_.size()), values = Vector::Zero(values_.size());
    const Vector errors = Vector::Unit(values_.size(), num_rows_ + shock);
    for (int step = shock; step < horizon_; ++step) {
      values[num_rows_ + step] = whitening_.NextValue(num_rows_ + step, errors, values);
      const int row = num_levels_ + step;
      levels[row] = values[num_rows_ + step] + Undifference(difference_, levels, row);
    }
    response.col(shock) = levels.tail(horizon_);
  }
  return response;
}

Vector ArimaContinuation::Residuals() const {
  Vector residuals = errors_.head(num_rows_);
  for (int row = 0; row < num_rows_; ++row) residuals[row] *= whitening_.deviation(row);
  return residuals;
}

}  // namespace prognos::models
