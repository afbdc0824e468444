#include "forecast/models/numerics/bounded_least_squares.h"

#include <algorithm>
#include <initializer_list>

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

// Residuals and Jacobian of two unknowns, given as functions.
class TwoUnknowns : public LeastSquaresProblem {
 public:
  using Residuals = Vector (*)(double, double);
  using Jacobian = Matrix (*)(double, double);
  TwoUnknowns(Residuals residuals, Jacobian jacobian) : residuals_(residuals), jacobian_(jacobian) {}

  double Value(const SmallVector& x) const override { return residuals_(x[0], x[1]).squaredNorm(); }
  void Linearize(const SmallVector& x, NormalEquations& equations) const override {
    const Vector residuals = residuals_(x[0], x[1]);
    const Matrix jacobian = jacobian_(x[0], x[1]);
    equations.value = residuals.squaredNorm();
    equations.gradient = jacobian.transpose() * residuals;
    equations.hessian = jacobian.transpose() * jacobian;
  }

 private:
  Residuals residuals_;
  Jacobian jacobian_;
};

Matrix Rows(std::initializer_list<std::initializer_list<double>> rows) { return Matrix(rows); }

TEST(BoundedLeastSquaresTest, FindsTheBottomOfRosenbrocksValley) {
  // r = (10 (y - x^2), 1 - x): zero at (1, 1).
  const TwoUnknowns valley(
      [](double x, double y) {
        return Values({10.0 * (y - x * x), 1.0 - x});
      },
      [](double x, double) {
        return Rows({{-20.0 * x, 10.0}, {-1.0, 0.0}});
      });
  const LeastSquaresResult found = MinimizeLeastSquares(valley, Values({-1.2, 1.0}), Values({-kInfinity, -kInfinity}),
                                                        Values({kInfinity, kInfinity}), {100, 1e-12});
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.x[0], 1.0, 1e-6);
  EXPECT_NEAR(found.x[1], 1.0, 1e-6);
}

TEST(BoundedLeastSquaresTest, GivesUpWhereWhatIsNeededIsOutOfReach) {
  // Rosenbrock's valley lifted by a residual that is always 1: the bottom is 1.
  const TwoUnknowns lifted(
      [](double x, double y) {
        return Values({10.0 * (y - x * x), 1.0 - x, 1.0});
      },
      [](double x, double) {
        return Rows({{-20.0 * x, 10.0}, {-1.0, 0.0}, {0.0, 0.0}});
      });
  const auto search = [&](double needed) {
    return MinimizeLeastSquares(lifted, Values({-1.2, 1.0}), Values({-kInfinity, -kInfinity}),
                                Values({kInfinity, kInfinity}), {100, 1e-12, needed});
  };
  const LeastSquaresResult whole = search(kInfinity);
  EXPECT_NEAR(whole.value, 1.0, 1e-6);
  EXPECT_EQ(search(1.5).value, whole.value) << "what can be reached is searched to its end";
  const LeastSquaresResult stopped = search(-1000.0);
  EXPECT_FALSE(stopped.converged);
  EXPECT_EQ(stopped.iterations, 3);
}

TEST(BoundedLeastSquaresTest, SolvesAgainForTheRestWhenAnUnknownMeetsItsBound) {
  // (x + y - 4)^2 + (x - y)^2 has its bottom at (2, 2). With x <= 1: (y - 3)^2 + (1 - y)^2, least at y = 2, value 2.
  const TwoUnknowns plane(
      [](double x, double y) {
        return Values({x + y - 4.0, x - y});
      },
      [](double, double) {
        return Rows({{1.0, 1.0}, {1.0, -1.0}});
      });
  const LeastSquaresResult found =
      MinimizeLeastSquares(plane, Values({0.0, 0.0}), Values({-5.0, -5.0}), Values({1.0, 5.0}), {50, 1e-12});
  EXPECT_DOUBLE_EQ(found.x[0], 1.0);
  EXPECT_NEAR(found.x[1], 2.0, 1e-6);
  EXPECT_NEAR(found.value, 2.0, 1e-9);
}

TEST(BoundedLeastSquaresTest, LeavesABoundThatTheBottomLiesInsideOf) {
  // Starts on the bound x = 0 of a bowl around (3, -1) whose y is bounded below by 0: the least is at (3, 0), value 1.
  const TwoUnknowns bowl(
      [](double x, double y) {
        return Values({x - 3.0, y + 1.0});
      },
      [](double, double) {
        return Rows({{1.0, 0.0}, {0.0, 1.0}});
      });
  const LeastSquaresResult found =
      MinimizeLeastSquares(bowl, Values({0.0, 4.0}), Values({0.0, 0.0}), Values({9.0, 9.0}), {50, 1e-12});
  EXPECT_NEAR(found.x[0], 3.0, 1e-6);
  EXPECT_DOUBLE_EQ(found.x[1], 0.0);
  EXPECT_NEAR(found.value, 1.0, 1e-9);
}

TEST(BoundedLeastSquaresTest, AnUnknownWithoutInfluenceStaysWhereItIs) {
  const TwoUnknowns line([](double x, double) { return Values({x - 2.0}); },
                         [](double, double) {
                           return Rows({{1.0, 0.0}});
                         });
  const LeastSquaresResult found =
      MinimizeLeastSquares(line, Values({0.0, 7.0}), Values({-9.0, -9.0}), Values({9.0, 9.0}), {50, 1e-12});
  EXPECT_NEAR(found.x[0], 2.0, 1e-6);
  EXPECT_DOUBLE_EQ(found.x[1], 7.0);
}

TEST(BoundedLeastSquaresTest, StepsBackFromPointsThatAreNotAllowed) {
  // x^2 + y^2, not allowed where x < 1: the search from (5, 5) ends close to (1, 0), never beyond.
  const TwoUnknowns bowl(
      [](double x, double y) {
        return x < 1.0 ? Values({kInfinity, y}) : Values({x, y});
      },
      [](double, double) {
        return Rows({{1.0, 0.0}, {0.0, 1.0}});
      });
  const LeastSquaresResult found =
      MinimizeLeastSquares(bowl, Values({5.0, 5.0}), Values({-9.0, -9.0}), Values({9.0, 9.0}), {200, 1e-9});
  EXPECT_GE(found.x[0], 1.0);
  EXPECT_LT(found.value, 25.0);
}

TEST(BoundedLeastSquaresTest, AStartThatIsNotAllowedComesBackWithoutAValue) {
  const TwoUnknowns nowhere([](double, double) { return Values({kInfinity}); },
                            [](double, double) {
                              return Rows({{0.0, 0.0}});
                            });
  const LeastSquaresResult found =
      MinimizeLeastSquares(nowhere, Values({1.0, 2.0}), Values({-9.0, -9.0}), Values({9.0, 9.0}), {});
  EXPECT_EQ(found.value, kInfinity);
  EXPECT_EQ(found.x, SmallVector(Values({1.0, 2.0})));
}

TEST(BoundedLeastSquaresTest, CholeskyFactorsByHand) {
  // (4 2; 2 5) = L L' with L = (2 0; 1 2), since 5 - 1^2 = 2^2.
  SmallMatrix matrix = Rows({{4.0, 2.0}, {2.0, 5.0}});
  ASSERT_TRUE(CholeskyInPlace(matrix));
  EXPECT_DOUBLE_EQ(matrix(0, 0), 2.0);
  EXPECT_DOUBLE_EQ(matrix(1, 0), 1.0);
  EXPECT_DOUBLE_EQ(matrix(1, 1), 2.0);
  // Determinant 1 - 4 < 0.
  SmallMatrix indefinite = Rows({{1.0, 2.0}, {2.0, 1.0}});
  EXPECT_FALSE(CholeskyInPlace(indefinite));
}

}  // namespace
}  // namespace prognos::models
