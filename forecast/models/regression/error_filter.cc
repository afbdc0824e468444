#include "forecast/models/regression/error_filter.h"

#include <cmath>

namespace prognos::models {
namespace {

double Square(double value) { return value * value; }

}  // namespace

double ErrorProcess::VarianceAhead(int steps) const {
  if (steps == 0) return 0.0;
  return 1.0 + Square(phi + theta) * (1.0 - std::pow(phi, 2 * (steps - 1))) / (1.0 - phi * phi);
}

ErrorFilter::ErrorFilter(const ErrorProcess& process, const std::vector<int>& months, double discount)
    : carry_(Vector::Zero(static_cast<Eigen::Index>(months.size()))),
      echo_(carry_),
      variances_(carry_.size()),
      row_weights_(carry_.size()),
      next_carry_(process.phi) {
  const double phi = process.phi;
  const double news = Square(phi + process.theta);
  double state_variance = news / (1.0 - phi * phi);  // P of the row, then of the month after it.
  for (Eigen::Index row = 0; row < carry_.size(); ++row) {
    const int month = months[static_cast<size_t>(row)];
    if (row > 0) {
      const int skipped = month - months[static_cast<size_t>(row - 1)] - 1;
      const double kept = std::pow(phi, skipped);
      carry_[row] = next_carry_ * kept;
      echo_[row] = next_echo_ * kept;
      for (int at = 0; at < skipped; ++at) state_variance = phi * phi * state_variance + news;
    }
    variances_[row] = 1.0 + state_variance;
    next_echo_ = process.theta / variances_[row];
    state_variance = Square(process.theta) * state_variance / variances_[row];
    row_weights_[row] = std::pow(discount, months.back() - month);
  }
  next_variance_ = state_variance;
  factors_ = (row_weights_.array() / variances_.array()).sqrt();
}

Vector ErrorFilter::Innovations(const Eigen::Ref<const Vector>& column) const {
  const Eigen::Index later = column.size() - 1;
  Vector innovations = column;
  innovations.tail(later) -= carry_.tail(later).cwiseProduct(column.head(later));
  if (next_echo_ == 0.0) return innovations;
  for (Eigen::Index row = 1; row < innovations.size(); ++row) {
    innovations[row] -= echo_[row] * innovations[row - 1];
  }
  return innovations;
}

Matrix ErrorFilter::Apply(const Eigen::Ref<const Matrix>& rows) const {
  Matrix result(rows.rows(), rows.cols());
  for (Eigen::Index column = 0; column < rows.cols(); ++column) {
    result.col(column) = factors_.cwiseProduct(Innovations(rows.col(column)));
  }
  return result;
}

Vector ErrorFilter::Expected(const Vector& errors) const { return errors - Innovations(errors); }

Vector ErrorFilter::FromInnovations(const Vector& innovations) const {
  Vector errors = innovations;
  for (Eigen::Index row = 1; row < errors.size(); ++row) {
    errors[row] += carry_[row] * errors[row - 1] + echo_[row] * innovations[row - 1];
  }
  return errors;
}

Eigen::RowVectorXd ErrorFilter::ExpectedNext(const Eigen::Ref<const Matrix>& rows) const {
  const Eigen::Index last = rows.rows() - 1;
  Eigen::RowVectorXd next = next_carry_ * rows.row(last);
  if (next_echo_ == 0.0) return next;
  for (Eigen::Index column = 0; column < rows.cols(); ++column) {
    next[column] += next_echo_ * Innovations(rows.col(column))[last];
  }
  return next;
}

}  // namespace prognos::models
