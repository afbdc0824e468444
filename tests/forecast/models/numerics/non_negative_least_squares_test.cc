#include "forecast/models/numerics/non_negative_least_squares.h"

#include <Eigen/Cholesky>
#include <vector>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

struct NonNegativeProblem {
  Matrix squares;
  Vector products;
  double target_squares;

  double ErrorOf(const Vector& x) const { return target_squares - 2.0 * products.dot(x) + x.dot(squares * x); }
};

NonNegativeProblem RandomProblem(int rows, int columns, RandomGenerator& generator) {
  const Matrix a = Matrix::NullaryExpr(rows, columns, [&](Eigen::Index) { return generator.Normal(); });
  const Vector b = Vector::NullaryExpr(rows, [&](Eigen::Index) { return generator.Normal(); });
  return {a.transpose() * a, a.transpose() * b, b.squaredNorm()};
}

// The least squares over every subset of columns that has no negative coefficient: the best of them is the answer.
Vector BestOfAllSubsets(const NonNegativeProblem& problem) {
  const int columns = static_cast<int>(problem.products.size());
  Vector best = Vector::Zero(columns);
  for (int subset = 1; subset < (1 << columns); ++subset) {
    std::vector<int> kept;
    for (int column = 0; column < columns; ++column) {
      if (subset >> column & 1) kept.push_back(column);
    }
    Vector candidate = Vector::Zero(columns);
    const Vector free = Matrix(problem.squares(kept, kept)).ldlt().solve(Vector(problem.products(kept)));
    candidate(kept) = free;
    if (candidate.minCoeff() >= 0.0 && problem.ErrorOf(candidate) < problem.ErrorOf(best)) best = candidate;
  }
  return best;
}

TEST(NonNegativeLeastSquaresTest, BindsTheColumnThatWouldBeNegative) {
  // A = [1 1; 0 1], b = (1, -1): free solution (2, -1). With x2 = 0: x1 = 1.
  const Matrix squares = (Matrix(2, 2) << 1, 1, 1, 2).finished();
  const Vector products = (Vector(2) << 1, 0).finished();
  EXPECT_TRUE(NonNegativeLeastSquares(squares, products).isApprox((Vector(2) << 1, 0).finished()));
}

TEST(NonNegativeLeastSquaresTest, AgreesWithTheBestOfAllSubsets) {
  RandomGenerator generator(7);
  for (int repeat = 0; repeat < 300; ++repeat) {
    const int columns = 1 + generator.Index(7);
    const NonNegativeProblem problem = RandomProblem(columns + 3, columns, generator);
    const Vector expected = BestOfAllSubsets(problem);
    EXPECT_LT((NonNegativeLeastSquares(problem.squares, problem.products) - expected).norm(), 1e-8);
  }
}

// Karush-Kuhn-Tucker: x >= 0; the gradient A'(b - A x) is zero where x > 0 and not positive where x = 0.
TEST(NonNegativeLeastSquaresTest, MeetsTheConditionsOfAnOptimum) {
  RandomGenerator generator(8);
  for (int repeat = 0; repeat < 200; ++repeat) {
    const int columns = 1 + generator.Index(25);
    // Also more columns than rows.
    const NonNegativeProblem problem = RandomProblem(5 + generator.Index(40), columns, generator);
    const Vector x = NonNegativeLeastSquares(problem.squares, problem.products);
    const Vector gradient = problem.products - problem.squares * x;
    for (int column = 0; column < columns; ++column) {
      EXPECT_GE(x[column], 0.0);
      EXPECT_LT(gradient[column], 1e-7);
      if (x[column] > 0.0) {
        EXPECT_GT(gradient[column], -1e-7);
      }
    }
  }
}

TEST(NonNegativeLeastSquaresTest, SharesRepeatedColumnsAndSkipsEmptyOnes) {
  // Columns (1, 1), (1, 1), (0, 0) and b = (2, 2): the first two add to 2.
  Matrix squares = Matrix::Zero(3, 3);
  squares.topLeftCorner(2, 2).setConstant(2.0);
  const Vector x = NonNegativeLeastSquares(squares, (Vector(3) << 4, 4, 0).finished());
  EXPECT_NEAR(x[0] + x[1], 2.0, 1e-12);
  EXPECT_EQ(x[2], 0.0);
}

TEST(NonNegativeLeastSquaresTest, AnswersZeroWhenNothingHelps) {
  EXPECT_EQ(NonNegativeLeastSquares(Matrix::Identity(2, 2), (Vector(2) << -1, 0).finished()), Vector::Zero(2));
}

}  // namespace
}  // namespace prognos::models
