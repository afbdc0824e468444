#include "forecast/models/arima/unit_root.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

Vector Noise(int size, RandomGenerator& generator) {
  Vector values(size);
  for (double& value : values) value = generator.Normal();
  return values;
}

Vector CumulativeSum(const Vector& values) {
  Vector sums(values.size());
  double sum = 0.0;
  for (Eigen::Index row = 0; row < values.size(); ++row) sums[row] = sum += values[row];
  return sums;
}

// 1 2 3 4: e = -1.5 -0.5 0.5 1.5, S = -1.5 -2 -1.5 0, sum S^2 = 8.5.
// Lag 0: s^2 = 5 / 4, eta = 8.5 / (16 x 1.25) = 0.425.
// Lag 1: sum e(t) e(t - 1) = 0.75 - 0.25 + 0.75 = 1.25, s^2 = (5 + 2 x 1/2 x 1.25) / 4 = 1.5625, eta = 0.34.
TEST(UnitRootTest, KpssStatisticByHand) {
  const Vector values = Vector::LinSpaced(4, 1.0, 4.0);
  EXPECT_NEAR(KpssStatistic(values, 0), 0.425, 1e-12);
  EXPECT_NEAR(KpssStatistic(values, 1), 0.34, 1e-12);
}

TEST(UnitRootTest, KpssStatisticDoesNotChangeWithUnitAndLevel) {
  RandomGenerator generator(1);
  const Vector values = CumulativeSum(Noise(60, generator));
  EXPECT_NEAR(KpssStatistic(1e6 * values.array() - 3e7, 1), KpssStatistic(values, 1), 1e-8);
  EXPECT_EQ(KpssStatistic(Vector::Constant(20, 0.1), 1), 0.0);
  EXPECT_EQ(KpssStatistic(Vector(), 1), 0.0);
}

TEST(UnitRootTest, LagIsThreeThirteenthsOfTheRoot) {
  EXPECT_EQ(KpssLag(100), 2);  // 30 / 13 = 2.3.
  EXPECT_EQ(KpssLag(18), 0);   // 12.7 / 13 = 0.98.
}

// Of a stationary series the level test at 5 % rejects one in twenty: of 200, 10 with standard deviation 3.1.
TEST(UnitRootTest, WhiteNoiseIsDifferencedAboutOnceInTwenty) {
  RandomGenerator generator(2);
  int rejected = 0;
  for (int at = 0; at < 200; ++at) rejected += CountDifferences(Noise(120, generator), 2) > 0;
  EXPECT_GE(rejected, 1);
  EXPECT_LE(rejected, 22);
}

TEST(UnitRootTest, ARandomWalkIsDifferencedOnceAndItsSumTwice) {
  RandomGenerator generator(3);
  int once = 0, twice = 0;
  for (int at = 0; at < 50; ++at) {
    const Vector walk = CumulativeSum(Noise(200, generator));
    once += CountDifferences(walk, 2) >= 1;
    twice += CountDifferences(CumulativeSum(walk), 2) == 2;
  }
  EXPECT_GE(once, 45);
  EXPECT_GE(twice, 40);
  EXPECT_EQ(CountDifferences(CumulativeSum(CumulativeSum(Noise(200, generator))), 1), 1);
}

TEST(UnitRootTest, DifferencesAreAgainstTheValueLagMonthsBefore) {
  Vector values(4), expected(2);
  values << 1.0, 5.0, 4.0, 11.0;
  expected << 3.0, 6.0;
  EXPECT_EQ(Differences(values, 2), expected);
  EXPECT_EQ(Differences(values, 4).size(), 0);
}

TEST(UnitRootTest, ASeasonIsStrongAndNoiseIsNot) {
  RandomGenerator generator(4);
  const Vector noise = Noise(96, generator);
  Vector season(96);
  for (int row = 0; row < 96; ++row) season[row] = 3.0 * std::sin(row * M_PI / 6.0);
  // Variances 4.5 and 1: a strength near 4.5 / 5.5 = 0.82.
  EXPECT_NEAR(SeasonalStrength(season + noise), 0.82, 0.06);
  EXPECT_NEAR(SeasonalStrength(season), 1.0, 0.01);
  EXPECT_LT(SeasonalStrength(noise), kLeastSeasonalStrength);
  EXPECT_EQ(SeasonalStrength(season.head(23)), 0.0);
}

}  // namespace
}  // namespace prognos::models
