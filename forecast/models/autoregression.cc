#include "forecast/models/autoregression.h"

#include <cmath>

namespace prognos::models {

AutoregressiveWhitening::AutoregressiveWhitening(double phi, const std::vector<int>& months, double discount)
    : carry_(Vector::Zero(static_cast<Eigen::Index>(months.size()))),
      scales_(carry_.size()),
      row_weights_(carry_.size()) {
  scales_[0] = std::sqrt(1.0 - phi * phi);
  for (size_t at = 1; at < months.size(); ++at) {
    const int gap = months[at] - months[at - 1];
    const Eigen::Index row = static_cast<Eigen::Index>(at);
    carry_[row] = std::pow(phi, gap);
    scales_[row] = 1.0 / std::sqrt(AutoregressiveVariance(phi, gap));
  }
  for (size_t at = 0; at < months.size(); ++at) {
    row_weights_[static_cast<Eigen::Index>(at)] = std::pow(discount, months.back() - months[at]);
  }
  factors_ = scales_.cwiseProduct(row_weights_.cwiseSqrt());
}

Matrix AutoregressiveWhitening::Apply(const Eigen::Ref<const Matrix>& rows) const {
  Matrix result(rows.rows(), rows.cols());
  const Eigen::Index later = rows.rows() - 1;
  for (Eigen::Index column = 0; column < rows.cols(); ++column) {
    result(0, column) = factors_[0] * rows(0, column);
    result.col(column).tail(later) = factors_.tail(later).cwiseProduct(
        rows.col(column).tail(later) - carry_.tail(later).cwiseProduct(rows.col(column).head(later)));
  }
  return result;
}

double AutoregressiveVariance(double phi, int steps) { return (1.0 - std::pow(phi, 2 * steps)) / (1.0 - phi * phi); }

}  // namespace prognos::models
