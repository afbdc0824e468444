#include "forecast/followup/likelihood.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::followup {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;

const std::vector<QuantilePoint>& Spread() {
  static const auto& quantiles = *new std::vector<QuantilePoint>{
      {0.05, 1000}, {0.1, 2000}, {0.25, 4000}, {0.5, 6000}, {0.75, 8000}, {0.9, 10'000}, {0.95, 12'000}};
  return quantiles;
}

TEST(LikelihoodTest, BetweenQuantilesItIsAStraightLine) {
  EXPECT_THAT(ProbabilityAtMost(Spread(), 6000), DoubleEq(0.5));
  EXPECT_THAT(ProbabilityAtMost(Spread(), 7000), DoubleEq(0.625));  // Half of the way from 0,5 to 0,75.
  EXPECT_THAT(ProbabilityAtMost(Spread(), 1000), DoubleEq(0.05));
  EXPECT_THAT(ProbabilityAtMost(Spread(), 12'000), DoubleEq(0.95));
}

TEST(LikelihoodTest, BeyondThemNothingIsCertain) {
  EXPECT_THAT(ProbabilityAtMost(Spread(), 999), DoubleEq(0.025));
  EXPECT_THAT(ProbabilityAtMost(Spread(), -1'000'000), DoubleEq(0.025));
  EXPECT_THAT(ProbabilityAtMost(Spread(), 12'001), DoubleEq(0.975));
}

TEST(LikelihoodTest, AYearThatIsKnownLeavesNoDoubt) {
  const std::vector<QuantilePoint> known = {{0.05, 7}, {0.5, 7}, {0.95, 7}};
  EXPECT_EQ(ProbabilityAtMost(known, 6), 0.0);
  EXPECT_EQ(ProbabilityAtMost(known, 7), 1.0);
  EXPECT_EQ(ProbabilityOfMet({.direction = Direction::kHigher}, known, 7), 1.0);
  EXPECT_EQ(ProbabilityOfMet({.direction = Direction::kHigher}, known, 8), 0.0);
}

TEST(LikelihoodTest, EachDirectionHasItsSide) {
  EXPECT_THAT(ProbabilityOfMet({.direction = Direction::kLower}, Spread(), 8000), DoubleEq(0.75));
  EXPECT_THAT(ProbabilityOfMet({.direction = Direction::kHigher}, Spread(), 8000), DoubleNear(0.25, 0.001));
  // Within 2000 of 6000: from 0,25 to 0,75.
  IndicatorRule near{.direction = Direction::kNearTarget};
  near.tolerance = 2000;
  EXPECT_THAT(ProbabilityOfMet(near, Spread(), 6000), DoubleNear(0.5, 0.001));
}

// Quantiles that coincide are a lump: what lies at it counts whole.
TEST(LikelihoodTest, EqualQuantilesAreALump) {
  const std::vector<QuantilePoint> lump = {{0.05, 1}, {0.25, 5}, {0.5, 5}, {0.75, 5}, {0.95, 9}};
  EXPECT_THAT(ProbabilityAtMost(lump, 5), DoubleEq(0.75));
  EXPECT_THAT(ProbabilityAtMost(lump, 4), DoubleEq(0.2));  // 0,05 + 3/4 * 0,2.
}

}  // namespace
}  // namespace prognos::followup
