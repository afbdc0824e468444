#include "benchmarks/reconciliation.h"

#include <Eigen/LU>
#include <cmath>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

using ::testing::ElementsAre;

Vector Of(std::initializer_list<double> values) {
  Vector vector(static_cast<Eigen::Index>(values.size()));
  Eigen::Index at = 0;
  for (const double value : values) vector[at++] = value;
  return vector;
}

TEST(ReconciliationTest, NamesMakeATree) {
  const LeafTree tree = TreeOfNames({"x/a/1", "x/a/2", "x/b/1"});
  EXPECT_THAT(tree.nodes, ElementsAre("", "x/a", "x/b", "x/a/1", "x/a/2", "x/b/1"));  // "x" is the sum of all.
  EXPECT_THAT(tree.levels, ElementsAre(0, 1, 1, 2, 2, 2));
  EXPECT_EQ(tree.sums.row(1), Of({1, 1, 0}).transpose());
  EXPECT_EQ(tree.LeafCount(), 3);
}

// A sum of 10 that was said to be 13, by forecasts that are equally unsure: each gives way by a third of the three.
TEST(ReconciliationTest, TwoLeavesAndTheirSumByHand) {
  const LeafTree tree = TreeOfNames({"a", "b"});
  const Vector leaves = ReconcileLeaves(tree, Of({13, 4, 6}), Matrix::Identity(3, 3), /*non_negative=*/false);
  EXPECT_NEAR(leaves[0], 5.0, 1e-12);
  EXPECT_NEAR(leaves[1], 7.0, 1e-12);
  // A leaf that is certain stays.
  Matrix covariance = Matrix::Identity(3, 3);
  covariance(1, 1) = 1e-12;
  const Vector certain = ReconcileLeaves(tree, Of({13, 4, 6}), covariance, false);
  EXPECT_NEAR(certain[0], 4.0, 1e-6);
  EXPECT_NEAR(certain[1], 7.5, 1e-6);
}

// The formula of Wickramasuriya et al. (2019), section 2.3, as it stands there, on a random tree and covariance.
TEST(ReconciliationTest, ItIsTheFormulaAndSumsThatAgreeStay) {
  const LeafTree tree = TreeOfNames({"x/1", "x/2", "y/1", "y/2", "y/3"});
  const Eigen::Index nodes = tree.sums.rows();
  RandomGenerator generator(1);
  Matrix root(nodes, nodes);
  for (Eigen::Index i = 0; i < nodes; ++i) {
    for (Eigen::Index j = 0; j < nodes; ++j) root(i, j) = generator.Normal();
  }
  const Matrix covariance = root * root.transpose() + Matrix::Identity(nodes, nodes);
  Vector forecasts(nodes);
  for (double& one : forecasts) one = 100.0 + 10.0 * generator.Normal();
  const Matrix inverse = covariance.inverse();
  const Vector expected =
      (tree.sums.transpose() * inverse * tree.sums).inverse() * tree.sums.transpose() * inverse * forecasts;
  EXPECT_LT((ReconcileLeaves(tree, forecasts, covariance, false) - expected).cwiseAbs().maxCoeff(), 1e-8);
  const Vector leaves = Of({1, 2, 3, 4, 5});
  EXPECT_LT((ReconcileLeaves(tree, tree.sums * leaves, covariance, false) - leaves).cwiseAbs().maxCoeff(), 1e-9);
}

// The sum says 1, the leaves 0.5 and 4: unbounded, a would be -0.67. It is zero, and b meets the sum half way.
TEST(ReconciliationTest, CostsAreNotNegative) {
  const LeafTree tree = TreeOfNames({"a", "b"});
  const Vector forecasts = Of({1, 0.5, 4});
  EXPECT_LT(ReconcileLeaves(tree, forecasts, Matrix::Identity(3, 3), false)[0], 0.0);
  const Vector leaves = ReconcileLeaves(tree, forecasts, Matrix::Identity(3, 3), true);
  EXPECT_EQ(leaves[0], 0.0);
  EXPECT_NEAR(leaves[1], 2.5, 1e-12);
}

TEST(ReconciliationTest, CorrelationsOfFewCasesAreShrunkAndThoseOfManyStay) {
  RandomGenerator generator(2);
  const auto errors = [&](int cases) {
    Matrix matrix(3, cases);
    for (int at = 0; at < cases; ++at) {
      const double common = generator.Normal();
      matrix(0, at) = common + 0.3 * generator.Normal();
      matrix(1, at) = common + 0.3 * generator.Normal();
      matrix(2, at) = generator.Normal();
    }
    return matrix;
  };
  const Vector variances = Of({4, 9, 1});
  const Matrix many = ShrunkCovariance(errors(2000), variances);
  EXPECT_NEAR(many(0, 1) / 6.0, 1.0 / 1.09, 0.05);
  EXPECT_NEAR(many(0, 2) / 2.0, 0.0, 0.07);
  EXPECT_EQ(many(1, 1), 9.0);
  const Matrix few = ShrunkCovariance(errors(3), variances);
  EXPECT_LT(std::abs(few(0, 1)) / 6.0, 0.95);
  EXPECT_EQ(ShrunkCovariance(Matrix(3, 0), variances)(0, 1), 0.0);
}

}  // namespace
}  // namespace prognos::benchmarks
