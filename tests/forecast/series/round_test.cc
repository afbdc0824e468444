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
  EXPECT_EQ(LastKnownMonth(Round::kMonth), 0);  // Any month.
}

}  // namespace
}  // namespace prognos
