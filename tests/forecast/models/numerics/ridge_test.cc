#include "forecast/models/numerics/ridge.h"

#include <Eigen/Cholesky>
#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

Matrix RandomMatrix(int rows, int columns, RandomGenerator& generator) {
  Matrix result(rows, columns);
  for (double& value : result.reshaped()) value = generator.Normal();
  return result;
}

Vector Solve(const Matrix& columns, const Vector& penalties, const Vector& y) {
  Matrix normal = columns.transpose() * columns;
  normal.diagonal() += penalties;
  return normal.ldlt().solve(columns.transpose() * y);
}

// Fits again without each row in turn and predicts it: what the closed form claims to equal.
Vector LeaveOneOutByForce(const Matrix& columns, const Vector& penalties, const Vector& y) {
  Vector errors(y.size());
  for (Eigen::Index out = 0; out < y.size(); ++out) {
    Matrix kept_columns(columns.rows() - 1, columns.cols());
    kept_columns << columns.topRows(out), columns.bottomRows(columns.rows() - out - 1);
    Vector kept_y(y.size() - 1);
    kept_y << y.head(out), y.tail(y.size() - out - 1);
    errors[out] = y[out] - columns.row(out).dot(Solve(kept_columns, penalties, kept_y));
  }
  return errors;
}

struct RidgeProblem {
  Matrix free, shrunk, all;
  Vector free_penalties, y;

  explicit RidgeProblem(uint64_t seed) {
    RandomGenerator generator(seed);
    free = RandomMatrix(20, 3, generator);
    free.col(0).setOnes();
    shrunk = RandomMatrix(20, 5, generator);
    all.resize(20, 8);
    all << free, shrunk;
    free_penalties = Eigen::Vector3d(0.0, 1.0, 0.3);
    y = RandomMatrix(20, 1, generator);
  }

  Vector Penalties(double lambda) const {
    Vector penalties(8);
    penalties << free_penalties, Vector::Constant(5, lambda);
    return penalties;
  }
};

TEST(RidgeTest, LeaveOneOutInClosedFormEqualsFittingWithoutEachRow) {
  for (const uint64_t seed : {1, 2, 3}) {
    const RidgeProblem problem(seed);
    const RidgeDecomposition ridge(problem.free, problem.free_penalties, problem.shrunk);
    for (const double lambda : {0.01, 1.0, 40.0}) {
      const LinearFit fit{ridge.Leverages(lambda), ridge.Residuals(problem.y, lambda)};
      const Vector expected = LeaveOneOutByForce(problem.all, problem.Penalties(lambda), problem.y);
      EXPECT_TRUE(fit.LeaveOneOutErrors().isApprox(expected, 1e-9)) << seed << " " << lambda;
    }
  }
}

TEST(RidgeTest, AnInfinitePenaltyLeavesTheShrunkColumnsOut) {
  const RidgeProblem problem(4);
  const RidgeDecomposition ridge(problem.free, problem.free_penalties, problem.shrunk);
  const LinearFit fit{ridge.Leverages(kInfinity), ridge.Residuals(problem.y, kInfinity)};
  const Vector expected = LeaveOneOutByForce(problem.free, problem.free_penalties, problem.y);
  EXPECT_TRUE(fit.LeaveOneOutErrors().isApprox(expected, 1e-9));
}

TEST(RidgeTest, OneMoreColumnCountsAsIfItHadBeenThereFromTheStart) {
  const RidgeProblem problem(5);
  RandomGenerator generator(6);
  const Vector column = RandomMatrix(20, 1, generator);
  const RidgeDecomposition ridge(problem.free, problem.free_penalties, problem.shrunk);
  const double lambda = 2.0;
  const LinearFit fit{ridge.Leverages(lambda), ridge.Residuals(problem.y, lambda)};
  const Vector rest = ridge.Residuals(column, lambda);
  Matrix all(20, 9);
  all << problem.all, column;
  for (const double retained : {0.25, 0.5, 1.0}) {
    Vector penalties(9);
    penalties << problem.Penalties(lambda), (1.0 / retained - 1.0) * column.dot(rest);
    const Vector expected = LeaveOneOutByForce(all, penalties, problem.y);
    EXPECT_TRUE(WithColumn(fit, column, rest, retained).LeaveOneOutErrors().isApprox(expected, 1e-9)) << retained;
  }
}

TEST(RidgeTest, AColumnThatTheFitHasAlreadyChangesNothing) {
  const RidgeProblem problem(7);
  const Vector none = Vector::Zero(3);
  const RidgeDecomposition ridge(problem.free, none, Matrix(20, 0));
  const LinearFit fit{ridge.Leverages(kInfinity), ridge.Residuals(problem.y, kInfinity)};
  const Vector column = problem.free.col(1) + problem.free.col(0);
  const LinearFit same = WithColumn(fit, column, ridge.Residuals(column, kInfinity), 1.0);
  EXPECT_EQ(same.residuals, fit.residuals);
  EXPECT_EQ(same.leverages, fit.leverages);
}

TEST(RidgeTest, ARowThatAloneDeterminesAColumnHasNoFiniteLeaveOneOutError) {
  Matrix free = Matrix::Ones(5, 2);
  free.col(1) << 0, 0, 1, 0, 0;
  const RidgeDecomposition ridge(free, Vector::Zero(2), Matrix(5, 0));
  const Vector y = Vector::LinSpaced(5, 1, 5);
  const LinearFit fit{ridge.Leverages(kInfinity), ridge.Residuals(y, kInfinity)};
  EXPECT_TRUE(std::isinf(fit.LeaveOneOutErrors()[2]));
}

}  // namespace
}  // namespace prognos::models
