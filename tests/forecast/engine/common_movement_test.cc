#include "forecast/engine/common_movement.h"

#include <cmath>

#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

Vector Normals(int count, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector values(count);
  for (double& value : values) value = generator.Normal();
  return values;
}

Matrix RandomPaths(int months, int count, uint64_t seed) {
  const Vector values = Normals(months * count, seed);
  return Eigen::Map<const Matrix>(values.data(), months, count);
}

double Correlation(const Vector& a, const Vector& b) {
  const Vector x = a.array() - a.mean();
  const Vector y = b.array() - b.mean();
  return x.dot(y) / std::sqrt(x.squaredNorm() * y.squaredNorm());
}

TEST(CommonMovementTest, WithoutRoundsThePriorStands) {
  EXPECT_EQ(EstimateCommonMovement({}, {}), 0.05);
  EXPECT_EQ(EstimateCommonMovement({Vector::Ones(1)}, {}), 0.05);
  EXPECT_EQ(EstimateCommonMovement({Vector::Zero(3)}, {}), 0.05);
}

// Two rounds of two series: errors (1, 1) and (2, 1). together = 4 - 2 + 9 - 5 = 6, apart = 2 + 5 = 7; with a prior of
// 0.1 worth 8 rounds: (2 x 6/7 + 0.8) / 10.
TEST(CommonMovementTest, IsTheIntraclassCorrelationDrawnToThePrior) {
  Vector first(2), second(2);
  first << 1, 1;
  second << 2, 1;
  const double estimate = EstimateCommonMovement({first, second}, {.prior = 0.1, .prior_rounds = 8.0});
  EXPECT_NEAR(estimate, (2.0 * 6.0 / 7.0 + 0.8) / 10.0, 1e-12);
}

TEST(CommonMovementTest, ErrorsThatCancelAreNoMovementApart) {
  Vector errors(2);
  errors << 1, -1;  // together = 0 - 2, apart = 2: measured -1.
  EXPECT_EQ(EstimateCommonMovement(std::vector<Vector>(20, errors), {}), 0.0);
}

TEST(CommonMovementTest, AKnownCorrelationIsRecovered) {
  constexpr double kTruth = 0.3;
  RandomGenerator generator(3);
  std::vector<Vector> rounds;
  for (int round = 0; round < 400; ++round) {
    const double common = std::sqrt(kTruth) * generator.Normal();
    Vector errors(30);
    for (double& error : errors) error = common + std::sqrt(1.0 - kTruth) * generator.Normal();
    rounds.push_back(errors);
  }
  EXPECT_NEAR(EstimateCommonMovement(rounds, {}), kTruth, 0.04);
}

TEST(CommonMovementTest, MovingTogetherOnlyChangesTheOrderOfThePaths) {
  const Matrix before = RandomPaths(4, 500, 1);
  Matrix after = before;
  RandomGenerator generator(2);
  MoveTogether(0.4, Normals(500, 9), generator, after);
  EXPECT_NE(after, before);
  std::vector<std::vector<double>> was, is;
  for (int path = 0; path < 500; ++path) {
    was.emplace_back(before.col(path).begin(), before.col(path).end());
    is.emplace_back(after.col(path).begin(), after.col(path).end());
  }
  std::sort(was.begin(), was.end());
  std::sort(is.begin(), is.end());
  EXPECT_EQ(is, was);
}

TEST(CommonMovementTest, TotalsOfTwoSeriesGetTheCorrelationAskedFor) {
  constexpr int kPaths = 20'000;
  const Vector common = Normals(kPaths, 5);
  for (const double wanted : {0.0, 0.05, 0.5, 1.0}) {
    Matrix a = RandomPaths(3, kPaths, 1);
    Matrix b = 100.0 * RandomPaths(5, kPaths, 2);
    RandomGenerator first(6), second(7);
    MoveTogether(wanted, common, first, a);
    MoveTogether(wanted, common, second, b);
    EXPECT_NEAR(Correlation(PathTotals(a), PathTotals(b)), wanted, 0.03) << wanted;
  }
}

}  // namespace
}  // namespace prognos::engine
