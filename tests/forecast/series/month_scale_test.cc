#include "forecast/series/month_scale.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos {
namespace {

// Four years; each December holds three times what the other months hold.
Vector WithDecember() {
  Vector values = Vector::Constant(48, 100.0);
  for (int row = 11; row < 48; row += 12) values[row] = 300.0;
  return values;
}

// ln 3 in December, believed to 4 / 5, less the twelfth of it that all months share.
TEST(MonthScaleTest, ASeasonIsBelievedByItsYears) {
  const MonthScale scale(WithDecember());
  EXPECT_NEAR(scale.adjusted()[11] - scale.adjusted()[10], 0.2 * std::log(3.0), 1e-12);
  EXPECT_EQ(scale.season_variance(), 0.0);
}

// All years are alike: nothing of it is chance. Not knowing it better than from four years adds a fourth of a month's
// variance.
TEST(MonthScaleTest, ASeasonWithoutNoiseIsBelievedWhole) {
  const MonthScale scale(WithDecember(), SeasonBelief::kByNoise);
  EXPECT_NEAR(scale.adjusted()[11] - scale.adjusted()[10], 0.0, 1e-12);
  EXPECT_NEAR(scale.season_variance(), 0.25, 1e-12);
  EXPECT_NEAR(scale.Back(47, scale.adjusted()[47]), 300.0, 1e-9);
}

// 90, 110, 95, 105 and so on by a rule of five months: calendar months lie no further apart than its years do.
TEST(MonthScaleTest, WhatTheYearsDoNotShareIsNoSeason) {
  Vector values(48);
  const double rule[] = {90.0, 110.0, 95.0, 105.0, 100.0};
  for (int row = 0; row < 48; ++row) values[row] = rule[row % 5];
  const MonthScale scale(values, SeasonBelief::kByNoise);
  EXPECT_LT(scale.season_variance(), 0.05);
  EXPECT_NEAR(scale.Back(5, scale.adjusted()[5]), 90.0, 1e-9);
}

}  // namespace
}  // namespace prognos
