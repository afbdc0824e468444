#include "forecast/cases/roll.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::cases {
namespace {

const Month kRollOrigin = Month::January(2022) + 8;
const Unit kOre = UnitOf(Flow::kCost);

// A thousand kronor a day.
KnownEffect Committed(absl::CivilDay first_day, std::optional<absl::CivilDay> last_day = std::nullopt) {
  KnownEffect effect;
  effect.first = Month::January(static_cast<int>(first_day.year())) + (first_day.month() - 1);
  effect.last = kForGood;
  effect.amount = 1'000.0 * static_cast<double>(kOre.parts_per_whole);
  effect.event = "p";
  effect.stay = Stay{.first_day = first_day, .last_day = last_day, .reference = "P"};
  return effect;
}

std::vector<KnownEffect> OpenSince2021(int count) {
  return std::vector<KnownEffect>(static_cast<size_t>(count), Committed(absl::CivilDay(2021, 3, 1)));
}

// `times` of what `effects` cost in each month of two years before the origin.
MonthlySeries BookedOf(const std::vector<KnownEffect>& effects, double times) {
  MonthlySeries booked{kRollOrigin - 24, Vector::Zero(24)};
  for (int at = 0; at < 24; ++at) {
    for (const KnownEffect& one : effects)
      booked.values[at] += times * one.amount * one.stay->DaysIn(booked.first + at);
  }
  return booked;
}

Roll RollAt(const std::vector<KnownEffect>& effects, const MonthlySeries& booked) {
  return RollOf(effects, booked, kRollOrigin, Month::January(2022), kOre);
}

TEST(RollTest, FiveThatAreWhatIsBookedAreARoll) {
  const std::vector<KnownEffect> five = OpenSince2021(5);
  const Roll roll = RollAt(five, BookedOf(five, 1.0));
  ASSERT_EQ(roll.stays.size(), 5);
  EXPECT_EQ(roll.stays[0].price_per_day, 1'000.0);
  EXPECT_EQ(roll.stays[0].start, Month::January(2021).index() + 2.0);
  EXPECT_FALSE(roll.of[0].is_told);  // It began in an earlier year.
  EXPECT_TRUE(RollAt(OpenSince2021(4), BookedOf(OpenSince2021(4), 1.0)).empty());
}

// Of what is booked they are a half: others have ended. A third, or twice: they are not what the series is made of.
TEST(RollTest, FewAmongManyAreNone) {
  const std::vector<KnownEffect> five = OpenSince2021(5);
  EXPECT_FALSE(RollAt(five, BookedOf(five, 1.9)).empty());
  EXPECT_TRUE(RollAt(five, BookedOf(five, 3.0)).empty());
  EXPECT_TRUE(RollAt(five, BookedOf(five, 0.5)).empty());
}

TEST(RollTest, WithNothingBookedNothingSpeaksAgainstThem) { EXPECT_EQ(RollAt(OpenSince2021(5), {}).stays.size(), 5); }

TEST(RollTest, WhatIsNotCertainOrNotKnownYetIsNotOfIt) {
  std::vector<KnownEffect> effects = OpenSince2021(7);
  const MonthlySeries booked = BookedOf(OpenSince2021(5), 1.0);
  effects[0].probability = 0.5;
  effects[1].known_from = kRollOrigin + 1;
  EXPECT_EQ(RollAt(effects, booked).stays.size(), 5);
}

// One end of October 2020 was entered, when nine others were there that nobody entered: it tells nothing of how long
// they last. One of July 2022, when all are entered, does.
TEST(RollTest, EndsOfATimeThatIsNotCoveredAreLeftOut) {
  std::vector<KnownEffect> effects = OpenSince2021(5);
  effects.push_back(Committed(absl::CivilDay(2020, 10, 1), absl::CivilDay(2020, 10, 31)));
  effects.push_back(Committed(absl::CivilDay(2021, 3, 1), absl::CivilDay(2022, 7, 31)));
  MonthlySeries booked = BookedOf(effects, 1.0);
  booked.values.head(8).array() += 9'000.0 * 30.0 * static_cast<double>(kOre.parts_per_whole);
  const Roll roll = RollAt(effects, booked);
  ASSERT_EQ(roll.stays.size(), 6);
  EXPECT_TRUE(roll.stays.back().end.has_value());
}

}  // namespace
}  // namespace prognos::cases
