#include "forecast/findings/new_levels.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::findings {
namespace {

// Noise of 3 %, and `step` from row `at` on.
Vector Stepped(int months, int at, double step, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector values(months);
  for (int row = 0; row < months; ++row) values[row] = 0.03 * generator.Normal() + (row >= at ? step : 0.0);
  return values;
}

TEST(NewLevelsTest, AStepOfThirtyPerCentIsFoundInItsMonth) {
  for (const int at : {14, 30, 50}) {
    const auto level = FindNewLevel(Stepped(60, at, std::log(1.3), 1));
    ASSERT_TRUE(level.has_value()) << at;
    EXPECT_EQ(level->at, at);
    EXPECT_NEAR(level->step, std::log(1.3), 0.04);
    EXPECT_LT(level->chance, 1e-3);
  }
}

TEST(NewLevelsTest, AStepDownIsOneToo) {
  const auto level = FindNewLevel(Stepped(60, 40, -0.4, 2));
  ASSERT_TRUE(level.has_value());
  EXPECT_EQ(level->at, 40);
  EXPECT_NEAR(level->step, -0.4, 0.04);
}

TEST(NewLevelsTest, ALineANoiseAndAWalkHaveNone) {
  EXPECT_FALSE(FindNewLevel(Stepped(60, 60, 0.0, 3)).has_value());
  EXPECT_FALSE(FindNewLevel(Vector::LinSpaced(60, 0.0, 3.0)).has_value());
  RandomGenerator generator(4);
  Vector walk = Vector::Zero(60);
  for (int at = 1; at < 60; ++at) walk[at] = walk[at - 1] + 0.1 * generator.Normal();
  EXPECT_FALSE(FindNewLevel(walk).has_value());
}

TEST(NewLevelsTest, ARiseOverAYearIsNoStep) {
  Vector values = Stepped(60, 60, 0.0, 5);
  for (int at = 30; at < 60; ++at) values[at] += 0.4 * std::min(1.0, (at - 30) / 12.0);
  EXPECT_FALSE(FindNewLevel(values).has_value());
}

TEST(NewLevelsTest, TooFewMonthsTellNothing) {
  for (int months = 0; months < 24; ++months) {
    EXPECT_FALSE(FindNewLevel(Stepped(months, months / 2, 1.0, 6)).has_value()) << months;
  }
}

}  // namespace
}  // namespace prognos::findings
