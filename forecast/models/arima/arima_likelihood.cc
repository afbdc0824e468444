#include "forecast/models/arima/arima_likelihood.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "forecast/models/arima/unit_root.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {
namespace {

// Of the partial autocorrelations: errors of the derivative and of rounding are then both about 1e-6.
constexpr double kDerivativeStep = 1e-5;
// A column of which the others leave less than this part is explained by them.
constexpr double kExplained = 1e-6;
// A sum of squares per month below this, in data of size one, is rounding.
constexpr double kLeastVariance = 1e-22;
// n / 2 times the tolerance is what is left in log-likelihood.
constexpr LeastSquaresOptions kSearch = {.max_iterations = 25, .relative_tolerance = 1e-5};
// At most one column (other than missing months) for so many rows.
constexpr int kRowsPerRegressor = 3;

Vector DifferenceColumn(Vector column, const ArimaOrder& order) {
  for (int times = 0; times < order.seasonal_d; ++times) column = Differences(column, kMonthsPerYear);
  for (int times = 0; times < order.d; ++times) column = Differences(column, 1);
  return column;
}

// An orthonormal basis that grows by the columns that it does not explain.
class Basis {
 public:
  explicit Basis(Eigen::Index rows) : vectors_(rows, 0) {}

  bool Add(const Vector& column) {
    const double size = column.norm();
    if (!(size > 0.0)) return false;
    Vector rest = column / size;
    for (int pass = 0; pass < 2; ++pass) rest -= vectors_ * (vectors_.transpose() * rest);
    const double remaining = rest.norm();
    if (remaining < kExplained) return false;
    vectors_.conservativeResize(Eigen::NoChange, vectors_.cols() + 1);
    vectors_.rightCols(1) = rest / remaining;
    return true;
  }

 private:
  Matrix vectors_;
};

}  // namespace

ArimaColumns::ArimaColumns(const ArimaHistory& history, const ArimaOrder& order) {
  const Vector values = DifferenceColumn(history.filled, order);
  const Eigen::Index rows = values.size();
  const Vector ones = Vector::Ones(rows);
  Matrix columns(rows, 2 + static_cast<Eigen::Index>(history.missing.size()) + history.regressors.cols());
  columns.col(0) = values;
  Eigen::Index used = 1;
  Basis basis(rows);
  if (order.constant) basis.Add(ones);
  for (const int row : history.missing) {
    const Vector column = DifferenceColumn(Vector::Unit(history.filled.size(), row), order);
    if (!basis.Add(column)) continue;
    columns.col(used++) = column;
    missing_.push_back(row);
  }
  for (int at = 0; at < history.regressors.cols(); ++at) {
    if ((rows - num_missing()) < kRowsPerRegressor * (num_regressors() + 1)) break;
    const Vector column = DifferenceColumn(history.regressors.col(at), order);
    if (!basis.Add(column)) continue;
    columns.col(used++) = column;
    regressors_.push_back(at);
  }
  if (order.constant) columns.col(used++) = ones;
  differenced_ = columns.leftCols(used);
}

ArimaLikelihood::ArimaLikelihood(const ArimaOrder& order, const ArimaColumns& columns)
    : order_(order),
      columns_(columns),
      num_columns_(1 + columns.num_missing() + columns.num_regressors() + order.constant),
      num_effective_(static_cast<int>(columns.differenced().rows()) - columns.num_missing()),
      num_parameters_(order.num_partial() + columns.num_regressors() + order.constant + 1) {}

ArimaPass ArimaLikelihood::Run(const SmallVector& partial) const {
  ArimaPass pass;
  Matrix columns = columns_.differenced().leftCols(num_columns_);
  const int rows = static_cast<int>(columns.rows());
  const ArmaWhitening whitening(ExpandPolynomials(order_, partial), rows);
  if (!whitening.ok()) return pass;
  whitening.Whiten(columns);
  pass.log_determinant = whitening.LogDeterminant(rows);
  // Gram-Schmidt: what each column adds to those before it.
  for (Eigen::Index at = 1; at < num_columns_; ++at) {
    for (Eigen::Index before = 1; before < at; ++before) {
      columns.col(at) -= columns.col(before).dot(columns.col(at)) * columns.col(before);
    }
    const double size = columns.col(at).norm();
    if (!(size > 0.0)) return pass;
    if (at <= columns_.num_missing()) pass.log_determinant += 2.0 * std::log(size);
    columns.col(at) /= size;
    columns.col(0) -= columns.col(at).dot(columns.col(0)) * columns.col(at);
  }
  pass.errors = columns.col(0);
  pass.ok = pass.errors.allFinite() && std::isfinite(pass.log_determinant);
  return pass;
}

Vector ArimaLikelihood::ScaledErrors(const SmallVector& partial) const {
  const ArimaPass pass = Run(partial);
  if (!pass.ok) return Vector();
  return pass.errors * std::exp(0.5 * pass.log_determinant / num_effective_);
}

double ArimaLikelihood::Value(const SmallVector& partial) const {
  const Vector errors = ScaledErrors(partial);
  return errors.size() == 0 ? kInfinity : errors.squaredNorm();
}

// Towards the inside of the box, so that both ends of the difference are allowed.
SmallVector ArimaLikelihood::StepInside(const SmallVector& partial, Eigen::Index at) const {
  SmallVector stepped = partial;
  stepped[at] += partial[at] > 0.0 ? -kDerivativeStep : kDerivativeStep;
  return stepped;
}

void ArimaLikelihood::Linearize(const SmallVector& partial, NormalEquations& equations) const {
  const Vector errors = ScaledErrors(partial);
  const Eigen::Index size = partial.size();
  equations.value = errors.size() == 0 ? kInfinity : errors.squaredNorm();
  equations.gradient = SmallVector::Zero(size);
  equations.hessian = SmallMatrix::Zero(size, size);
  if (errors.size() == 0) return;
  Matrix jacobian(errors.size(), size);
  for (Eigen::Index at = 0; at < size; ++at) {
    const SmallVector stepped = StepInside(partial, at);
    const Vector other = ScaledErrors(stepped);
    if (other.size() == 0) {
      jacobian.col(at).setZero();
    } else {
      jacobian.col(at) = (other - errors) / (stepped[at] - partial[at]);
    }
  }
  equations.gradient = jacobian.transpose() * errors;
  equations.hessian = jacobian.transpose() * jacobian;
}

double ArimaLikelihood::LogLikelihood(double value) const {
  const double n = num_effective_;
  return -0.5 * n * (std::log(2.0 * std::numbers::pi * std::max(value / n, kLeastVariance)) + 1.0);
}

double ArimaLikelihood::Aicc(double value) const {
  const double k = num_parameters_;
  const double freedom = num_effective_ - k - 1.0;
  if (!(freedom > 0.0) || !std::isfinite(value)) return kInfinity;
  return -2.0 * LogLikelihood(value) + 2.0 * k + 2.0 * k * (k + 1.0) / freedom;
}

ArimaEstimate EstimateArima(const ArimaOrder& order, const ArimaColumns& columns, const SmallVector& start) {
  const ArimaLikelihood likelihood(order, columns);
  ArimaEstimate estimate{.order = order, .partial = start};
  if (start.size() == 0) {
    estimate.value = likelihood.Value(start);
  } else {
    const SmallVector bound = SmallVector::Constant(start.size(), kLargestPartial);
    const LeastSquaresResult found = MinimizeLeastSquares(likelihood, start, -bound, bound, kSearch);
    estimate.partial = found.x;
    estimate.value = found.value;
  }
  estimate.log_likelihood = likelihood.LogLikelihood(estimate.value);
  estimate.aicc = likelihood.Aicc(estimate.value);
  return estimate;
}

namespace {

// `freedom`: rows less all that is estimated.
void ShrinkDrift(int freedom, ArimaRegression& regression) {
  const Eigen::Index last = regression.coefficients.size() - 1;
  const double variance = regression.sum_of_squares / std::max(1, freedom) * regression.root.row(last).squaredNorm();
  double& drift = regression.coefficients[last];
  if (drift == 0.0) return;
  drift *= drift * drift / (drift * drift + kDriftShrinkage * variance);
}

}  // namespace

ArimaRegression RegressArima(const ArimaOrder& order, const ArimaColumns& columns, const ArmaWhitening& whitening) {
  const Eigen::Index count = columns.num_missing() + columns.num_regressors() + order.constant;
  Matrix whitened = columns.differenced().leftCols(1 + count);
  whitening.Whiten(whitened);
  ArimaRegression regression;
  regression.coefficients = Vector::Zero(count);
  regression.root = Matrix::Zero(count, count);
  if (count > 0) {
    const Eigen::HouseholderQR<Matrix> qr(whitened.rightCols(count));
    const Matrix triangle = qr.matrixQR().topRows(count).triangularView<Eigen::Upper>();
    regression.root = triangle.triangularView<Eigen::Upper>().solve(Matrix::Identity(count, count));
    regression.coefficients = qr.solve(whitened.col(0));
  }
  regression.sum_of_squares = (whitened.col(0) - whitened.rightCols(count) * regression.coefficients).squaredNorm();
  const int estimated = static_cast<int>(count) + order.num_partial();
  if (order.constant && order.num_lost() > 0) {
    ShrinkDrift(static_cast<int>(whitened.rows()) - estimated, regression);
  }
  return regression;
}

}  // namespace prognos::models
