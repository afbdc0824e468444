#include "forecast/rounds/implied.h"

#include "gtest/gtest.h"

namespace prognos::rounds {
namespace {

constexpr int64_t kMillion = 100'000'000;  // Kronor, in öre.

// Huddinge 2016, socialnämnden, delårsrapport after August (mnkr): -29.7 to date, -54 for the year.
//   so far -29.7 / 8 = -3.7125; assumed (-54 + 29.7) / 4 = -6.075; straight line -29.7 * 12 / 8 = -44.55
TEST(ImpliedTest, HuddingesYearAssumesSixMillionAMonthAfterLessThanFour) {
  const ImpliedPace pace = *Implied({8, -297 * kMillion / 10, -50 * kMillion, -54 * kMillion});
  EXPECT_EQ(pace.known_per_month, -371'250'000);
  EXPECT_EQ(pace.judged_per_month, -607'500'000);
  EXPECT_EQ(pace.straight_line, -4'455'000'000);
  EXPECT_EQ(pace.model_per_month, -507'500'000);  // (-50 + 29.7) / 4.
}

TEST(ImpliedTest, BeforeTheFirstMonthThereIsNoPaceToGoOnWith) {
  const ImpliedPace pace = *Implied({0, 0, 1200, 1800});
  EXPECT_FALSE(pace.known_per_month.has_value());
  EXPECT_FALSE(pace.straight_line.has_value());
  EXPECT_EQ(pace.model_per_month, 100);
  EXPECT_EQ(pace.judged_per_month, 150);
}

TEST(ImpliedTest, AWholeYearAssumesNothing) { EXPECT_FALSE(Implied({12, 100, 100, 100}).has_value()); }

// 7 * 12 / 11 = 7.636: to the nearest, also below zero. Large amounts stay within 64 bits.
TEST(ImpliedTest, TheStraightLineIsRoundedOnce) {
  EXPECT_EQ(Implied({11, 7, 0, 0})->straight_line, 8);
  EXPECT_EQ(Implied({11, -7, 0, 0})->straight_line, -8);
  EXPECT_EQ(Implied({11, 700'000'000'000'000'000, 0, 0})->straight_line, 763'636'363'636'363'636);
}

}  // namespace
}  // namespace prognos::rounds
