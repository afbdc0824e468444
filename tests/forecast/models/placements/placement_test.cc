#include "forecast/models/placements/placement.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Month March2022() { return Month::January(2022) + 2; }

// The 16th of March begins when 15 of its 31 days have passed.
TEST(PlacementTest, ADayIsAPartOfItsMonth) {
  EXPECT_DOUBLE_EQ(MomentOf(absl::CivilDay(2022, 3, 1)), March2022().index());
  EXPECT_DOUBLE_EQ(MomentOf(absl::CivilDay(2022, 3, 16)), March2022().index() + 15.0 / 31.0);
}

// From the 16th of March, 16 of 31 days at 1000 kronor; April has 30; it ends after the 10th of May.
TEST(PlacementTest, CostsItsDaysOfEachMonth) {
  const Placement stay{.start = MomentOf(absl::CivilDay(2022, 3, 16)),
                       .end = MomentOf(absl::CivilDay(2022, 5, 11)),
                       .price_per_day = 1000.0};
  EXPECT_NEAR(stay.CostIn(March2022() - 1), 0.0, 1e-6);
  EXPECT_NEAR(stay.CostIn(March2022()), 16'000.0, 1e-6);
  EXPECT_NEAR(stay.CostIn(March2022() + 1), 30'000.0, 1e-6);
  EXPECT_NEAR(stay.CostIn(March2022() + 2), 10'000.0, 1e-6);
  EXPECT_NEAR(stay.CostIn(March2022() + 3), 0.0, 1e-6);
}

TEST(PlacementTest, IsOpenBetweenItsStartAndItsEnd) {
  const Placement stay{.start = 10.5, .end = 12.0};
  EXPECT_FALSE(stay.IsOpenAt(10.0));
  EXPECT_TRUE(stay.IsOpenAt(11.0));
  EXPECT_FALSE(stay.IsOpenAt(12.0));
  EXPECT_TRUE(stay.HasEndedBy(12.0));
}

TEST(PlacementTest, TellsAllFaultsAtOnce) {
  const Placement stay{.start = 12.0, .end = 10.0, .price_per_day = -1.0, .end_spread = -1.0};
  EXPECT_THAT(stay.Validate(),
              StatusIs(absl::StatusCode::kInvalidArgument, AllOf(HasSubstr("end: \"10\" lies before first, 12"),
                                                                 HasSubstr("price_per_day"), HasSubstr("end_spread"))));
}

TEST(PlacementTest, WhatCannotEndHasNoEnd) {
  const Placement stay{.start = 1.0, .end = 2.0, .price_per_day = 1.0, .cannot_end = true};
  EXPECT_THAT(stay.Validate(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("end")));
}

TEST(PlacementTest, RefusesAPriceThatIsNoNumber) {
  const Placement stay{.start = 1.0, .price_per_day = std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THAT(stay.Validate(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("price_per_day")));
}

}  // namespace
}  // namespace prognos::models
