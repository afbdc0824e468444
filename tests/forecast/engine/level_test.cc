#include "forecast/engine/level.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::engine {
namespace {

using models::Values;

const Month kLevelStart = Month::January(2020);

TEST(LevelTest, IsTheMeanSizeOfTheLastTwelveKnownMonths) {
  MonthlySeries history{kLevelStart, Vector::Constant(14, -10.0)};
  history.values.head(2).setConstant(900.0);
  EXPECT_EQ(LevelBefore(history, history.end()), 10.0);
  history.values[13] = kMissing;  // February 2020 is the twelfth known one instead: (11 x 10 + 900) / 12.
  EXPECT_DOUBLE_EQ(LevelBefore(history, history.end()), 1010.0 / 12.0);
  EXPECT_EQ(LevelBefore(history, kLevelStart + 1), 900.0);
  EXPECT_EQ(LevelBefore(history, kLevelStart), 0.0);
}

TEST(LevelTest, TheRatioIsHeldToAThirdAndToThree) {
  MonthlySeries history{kLevelStart, Vector::Constant(24, 100.0)};
  history.values.head(12).setConstant(150.0);
  EXPECT_DOUBLE_EQ(LevelRatio(history, kLevelStart + 12), 1.5);
  history.values.head(12).setConstant(1000.0);
  EXPECT_EQ(LevelRatio(history, kLevelStart + 12), 3.0);
  history.values.head(12).setConstant(1.0);
  EXPECT_EQ(LevelRatio(history, kLevelStart + 12), 1.0 / 3.0);
  history.values.head(12).setZero();
  EXPECT_EQ(LevelRatio(history, kLevelStart + 12), 1.0);
}

}  // namespace
}  // namespace prognos::engine
