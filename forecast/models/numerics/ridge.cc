#include "forecast/models/numerics/ridge.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

namespace prognos::models {
namespace {

// Below this 1 - H_ii is rounding: the row determines a coefficient by itself.
constexpr double kLeastFreedom = 1e-9;
// A column of which H leaves less than this share brings nothing new.
constexpr double kLeastNewShare = 1e-9;
// Eigenvalues below this share of the largest are zero but for rounding.
constexpr double kRelativeZero = 1e-10;

}  // namespace

Vector LinearFit::LeaveOneOutErrors() const {
  const auto freedom = 1.0 - leverages.array();
  return (freedom > kLeastFreedom).select(residuals.array() / freedom, std::numeric_limits<double>::infinity());
}

RidgeDecomposition::RidgeDecomposition(const Matrix& free, const Vector& free_penalties, const Matrix& shrunk)
    : free_(free) {
  Matrix normal = free.transpose() * free;
  normal.diagonal() += free_penalties;
  free_inverse_ = normal.llt().solve(Matrix::Identity(free.cols(), free.cols()));
  free_leverages_ = (free * free_inverse_).cwiseProduct(free).rowwise().sum();
  if (shrunk.cols() == 0) return;
  const Matrix across = free.transpose() * shrunk;
  Matrix remaining = shrunk.transpose() * shrunk;
  remaining.noalias() -= across.transpose() * free_inverse_ * across;
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(remaining);
  eigenvalues_ = solver.eigenvalues().cwiseMax(0.0);
  rotated_ = (shrunk - free * (free_inverse_ * across)) * solver.eigenvectors();
}

Vector RidgeDecomposition::Leverages(double lambda) const {
  if (std::isinf(lambda) || eigenvalues_.size() == 0) return free_leverages_;
  const Vector weights = (eigenvalues_.array() + lambda).inverse();
  return free_leverages_ + rotated_.cwiseAbs2() * weights;
}

Vector RidgeDecomposition::Residuals(const Eigen::Ref<const Vector>& y, double lambda) const {
  Vector residuals = y - free_ * (free_inverse_ * (free_.transpose() * y));
  if (std::isinf(lambda) || eigenvalues_.size() == 0) return residuals;
  const Vector weights = (eigenvalues_.array() + lambda).inverse();
  residuals.noalias() -= rotated_ * weights.cwiseProduct(rotated_.transpose() * y);
  return residuals;
}

double RidgeDecomposition::TypicalEigenvalue() const {
  if (eigenvalues_.size() == 0) return 0.0;
  const double zero = kRelativeZero * eigenvalues_.maxCoeff();
  const Eigen::Index count = (eigenvalues_.array() > zero).count();
  return count == 0 ? 0.0 : eigenvalues_.sum() / static_cast<double>(count);
}

LinearFit WithColumn(const LinearFit& fit, const Vector& column, const Vector& column_residuals, double retained) {
  const double new_size = column.dot(column_residuals);
  if (new_size <= kLeastNewShare * column.squaredNorm()) return fit;
  const double weight = retained / new_size;
  return {fit.leverages + weight * column_residuals.cwiseAbs2(),
          fit.residuals - weight * column.dot(fit.residuals) * column_residuals};
}

}  // namespace prognos::models
