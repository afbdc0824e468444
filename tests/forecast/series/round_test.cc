#include "forecast/series/round.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(RoundTest, SpringKnowsAprilAndAutumnKnowsAugust) {
  EXPECT_EQ(LastKnownMonth(Round::kMarch), 3);
  EXPECT_EQ(LastKnownMonth(Round::kSpring), 4);
  EXPECT_EQ(LastKnownMonth(Round::kAutumn), 8);
  EXPECT_EQ(LastKnownMonth(Round::kOctober), 10);
  EXPECT_EQ(LastKnownMonth(Round::kYearEnd), 12);
}

TEST(RoundTest, MonthsWithoutARoundOfTheirOwnAreMonthRounds) {
  for (const int month : {0, 1, 2, 5, 6, 7, 9, 11}) EXPECT_EQ(RoundAt(month), Round::kMonth) << month;
  EXPECT_EQ(RoundAt(4), Round::kSpring);
  EXPECT_EQ(RoundAt(8), Round::kAutumn);
}

}  // namespace
}  // namespace prognos
