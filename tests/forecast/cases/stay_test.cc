#include "forecast/cases/stay.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::cases {
namespace {

using ::testing::HasSubstr;

const Month kStayMarch = Month::January(2022) + 2;

Stay FromMarchToMay() { return {.first_day = absl::CivilDay(2022, 3, 15), .last_day = absl::CivilDay(2022, 5, 10)}; }

// 15-31 March are 17 days, April has 30, and 10 are left in May.
TEST(StayTest, EachMonthHasTheDaysThatItLasts) {
  const Stay stay = FromMarchToMay();
  EXPECT_EQ(stay.DaysIn(kStayMarch - 1), 0);
  EXPECT_EQ(stay.DaysIn(kStayMarch), 17);
  EXPECT_EQ(stay.DaysIn(kStayMarch + 1), 30);
  EXPECT_EQ(stay.DaysIn(kStayMarch + 2), 10);
  EXPECT_EQ(stay.DaysIn(kStayMarch + 3), 0);
  EXPECT_EQ(stay.DaysIn(kStayMarch + 1, absl::CivilDay(2022, 4, 1)), 1);
}

TEST(StayTest, ADayIsADay) {
  const Stay stay{.first_day = absl::CivilDay(2024, 2, 29), .last_day = absl::CivilDay(2024, 2, 29)};
  EXPECT_EQ(stay.DaysIn(Month::January(2024) + 1), 1);
  EXPECT_EQ(stay.DaysIn(Month::January(2024) + 2), 0);
}

TEST(StayTest, WhatCannotEndHasNoLastDay) {
  Stay stay = FromMarchToMay();
  stay.cannot_end = true;
  EXPECT_FALSE(stay.Validate().ok());
  stay.last_day.reset();
  EXPECT_TRUE(stay.Validate().ok());
}

TEST(StayTest, WhatGoesOnLastsAllDaysOfEveryMonth) {
  const Stay stay{.first_day = absl::CivilDay(2022, 3, 15)};
  EXPECT_EQ(stay.DaysIn(Month::January(2024) + 1), 29);
  EXPECT_FALSE(stay.HasUncertainEnd(absl::CivilDay(2022, 1, 1)));
  RandomGenerator generator(1);
  EXPECT_EQ(stay.DaysIn(Month::January(2100), stay.DrawLastDay(generator, absl::CivilDay(2022, 1, 1))), 31);
}

// Within 20 days: sigma = 20 / 1.2816 = 15.606. The chance to reach the fifth day after the expected one is that of a
// normal variable to be at least 4.5 / 15.606 = 0.28835: 0.38654. To reach the day itself: -0.5 / 15.606: 0.51278.
TEST(StayTest, AMonthHasTheMeanOfTheDaysThatItMayLast) {
  Stay stay = FromMarchToMay();
  stay.within_days = 20;
  const absl::CivilDay long_before(2022, 1, 1);
  double by_hand = 0.0;
  for (int day = 1; day <= 31; ++day) by_hand += 0.5 * std::erfc((day - 10 - 0.5) / 15.606 / std::sqrt(2.0));
  // Hardly any end lies before the first day, 56 days from the expected one.
  EXPECT_NEAR(stay.ExpectedDaysIn(kStayMarch + 2, long_before), by_hand, 0.01);
  // And few before the end of March, 40 days from it: 0.5 per cent before its last day.
  EXPECT_NEAR(stay.ExpectedDaysIn(kStayMarch, long_before), 17.0, 0.03);
}

// The mean of the drawn ends is the expected one, whatever is known already, and ends are where they may be.
TEST(StayTest, TheDrawnEndsHaveTheExpectedDays) {
  for (const absl::CivilDay earliest : {absl::CivilDay(2022, 1, 1), absl::CivilDay(2022, 5, 1)}) {
    Stay stay = FromMarchToMay();
    stay.within_days = 30;
    RandomGenerator generator(7);
    constexpr int kDraws = 20'000;
    double days = 0.0;
    int within = 0;
    for (int draw = 0; draw < kDraws; ++draw) {
      const absl::CivilDay last = stay.DrawLastDay(generator, earliest);
      ASSERT_GE(last, earliest);
      ASSERT_GE(last, stay.first_day);
      days += stay.DaysIn(kStayMarch + 2, last);
      if (std::abs(last - *stay.last_day) <= 30) ++within;
    }
    // A mean of 20 000 draws of at most 31 days lies within 4 x 15.5 / sqrt(20 000) = 0.44.
    EXPECT_NEAR(days / kDraws, stay.ExpectedDaysIn(kStayMarch + 2, earliest), 0.44);
    if (earliest < stay.first_day) {
      // Whole days: half a day either side more, 30.5 / (30 / 1.2816) = 1.3029: 0.8074.
      EXPECT_NEAR(within / static_cast<double>(kDraws), 0.807, 0.012);
    }
  }
}

TEST(StayTest, WhatEndedInKnownMonthsHasNoUncertainEnd) {
  Stay stay = FromMarchToMay();
  stay.within_days = 30;
  EXPECT_FALSE(stay.HasUncertainEnd(absl::CivilDay(2022, 5, 11)));
  EXPECT_EQ(stay.ExpectedDaysIn(kStayMarch + 2, absl::CivilDay(2022, 6, 1)), 10.0);
}

TEST(StayTest, EveryFaultOfAStayIsTold) {
  Stay stay = FromMarchToMay();
  stay.last_day = absl::CivilDay(2022, 3, 14);
  stay.within_days = -1;
  const absl::Status status = stay.Validate();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("last_day: \"2022-03-14\" lies before first, 2022-03-15")));
  EXPECT_THAT(status.message(), HasSubstr("within_days: \"-1\" must be 0-1000"));
  EXPECT_THAT(FromMarchToMay().Validate(), IsOk());
}

}  // namespace
}  // namespace prognos::cases
