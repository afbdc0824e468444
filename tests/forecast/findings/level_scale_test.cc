#include "forecast/findings/level_scale.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::findings {
namespace {

// Every December is twice the other months.
Vector WithDecembers(int months) {
  Vector values = Vector::Constant(months, 100.0);
  for (int at = 11; at < months; at += 12) values[at] = 200.0;
  return values;
}

TEST(LevelScaleTest, ASeasonOfFourYearsIsTakenOutAndComesBack) {
  const LevelScale scale(WithDecembers(48));
  for (Eigen::Index at = 1; at < 48; ++at) EXPECT_NEAR(scale.adjusted[at], scale.adjusted[0], 1e-9) << at;
  EXPECT_NEAR(scale.Back(11, scale.adjusted[11]), 200.0, 1e-9);
  EXPECT_NEAR(scale.Back(11, scale.adjusted[10]), 200.0, 1e-6);
}

TEST(LevelScaleTest, UnderTwoYearsNoSeasonIsLookedFor) {
  const LevelScale scale(WithDecembers(23));
  EXPECT_EQ(scale.season.size(), 0);
  EXPECT_DOUBLE_EQ(scale.adjusted[11], std::log(200.0));
  EXPECT_DOUBLE_EQ(scale.Back(11, std::log(150.0)), 150.0);
}

TEST(LevelScaleTest, LevelsAreMediansAsFarAsTheMonthsReach) {
  const Vector values{{1.0, 2.0, 9.0, 4.0, 7.0}};
  EXPECT_DOUBLE_EQ(LevelBefore(values, 3, 3), 2.0);
  EXPECT_DOUBLE_EQ(LevelBefore(values, 1, 3), 1.0);
  EXPECT_DOUBLE_EQ(LevelAfter(values, 2, 3), 5.5);  // 4 and 7.
  EXPECT_DOUBLE_EQ(LevelAround(values, 2), 3.0);    // 1, 2, 4, 7.
  EXPECT_DOUBLE_EQ(LevelAround(values, 0), 4.0);    // 2, 9, 4.
}

}  // namespace
}  // namespace prognos::findings
