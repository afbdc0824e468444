// Figures as published; see the municipality and year at each.
#include "forecast/followup/indicator.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::followup {
namespace {

constexpr int64_t kOne = 1000;

Month IndicatorMonth(int year, int month) { return Month::January(year) + (month - 1); }

// The three tertials of a year; nullopt: not measured.
std::vector<Measured> Tertials(int year, std::optional<int64_t> t1, std::optional<int64_t> t2,
                               std::optional<int64_t> t3) {
  std::vector<Measured> measured;
  int month = 4;
  for (const std::optional<int64_t> value : {t1, t2, t3}) {
    measured.push_back(
        {IndicatorMonth(year, month), value.has_value() ? std::optional<int64_t>(*value * kOne) : value});
    month += 4;
  }
  return measured;
}

Standing At(const IndicatorRule& rule, const std::vector<Measured>& measured, int month, int64_t target) {
  return StandingOf(rule, measured, 2022, IndicatorMonth(2022, month), target * kOne);
}

constexpr IndicatorRule kSip{IndicatorKind::kCumulative, IndicatorPeriod::kTertial, Direction::kHigher};
constexpr IndicatorRule kHomes{IndicatorKind::kStock, IndicatorPeriod::kTertial, Direction::kLower};
constexpr IndicatorRule kShares{IndicatorKind::kShare, IndicatorPeriod::kTertial, Direction::kHigher};

// Upplands-Bro 2022, Antal SIP: 10, 19 and 25 since January, target 20 ("uppfyllts mer än väl"). At pace, 10 in four
// months are 30 in twelve, 19 in eight are 28,5.
TEST(IndicatorTest, WhatAddsUpOverTheYearIsJudgedByItsPace) {
  const std::vector<Measured> sip = Tertials(2022, 10, 19, 25);
  EXPECT_EQ(At(kSip, sip, 4, 20).year_end, 30 * kOne);
  EXPECT_EQ(At(kSip, sip, 8, 20).year_end, 28'500);
  const Standing year = At(kSip, sip, 12, 20);
  EXPECT_EQ(year.year_end, 25 * kOne);
  EXPECT_EQ(year.status, Status::kMet);
  // 25 are more than 19, but not for that reason better: they hold them.
  EXPECT_EQ(year.trend, Trend::kUnknown);
}

TEST(IndicatorTest, WhatAddsUpIsComparedWithTheSameMonthOfTheYearBefore) {
  std::vector<Measured> sip = Tertials(2021, 12, 22, 30);
  for (const Measured& one : Tertials(2022, 10, 19, 25)) sip.push_back(one);
  EXPECT_EQ(At(kSip, sip, 8, 20).trend, Trend::kWorse);  // 19 against 22.
  EXPECT_EQ(StandingOf(kSip, sip, 2021, IndicatorMonth(2021, 12), 20 * kOne).trend, Trend::kUnknown);
}

// Upplands-Bro 2022, sociala bostäder: 72, 70 and 65, target 65, and fewer is better. The report's arrow points down.
TEST(IndicatorTest, AStockThatFallsIsBetterWhereLowerIsBetter) {
  const std::vector<Measured> homes = Tertials(2022, 72, 70, 65);
  const Standing spring = At(kHomes, homes, 4, 65);
  EXPECT_EQ(spring.year_end, 72 * kOne);
  EXPECT_EQ(spring.status, Status::kPartly);  // 65 is 90,3 per cent of 72.
  EXPECT_EQ(spring.trend, Trend::kUnknown);
  const Standing year = At(kHomes, homes, 12, 65);
  EXPECT_EQ(year.status, Status::kMet);
  EXPECT_EQ(year.trend, Trend::kBetter);
}

// Botkyrka's households with income support went from 717 to 768, with an arrow down: worse.
TEST(IndicatorTest, AStockThatGrowsIsWorseWhereLowerIsBetter) {
  const IndicatorRule households{IndicatorKind::kStock, IndicatorPeriod::kYear, Direction::kLower};
  const std::vector<Measured> measured = {{IndicatorMonth(2014, 12), 717 * kOne},
                                          {IndicatorMonth(2015, 12), 768 * kOne}};
  EXPECT_EQ(StandingOf(households, measured, 2015, IndicatorMonth(2015, 12), std::nullopt).trend, Trend::kWorse);
}

// Sandviken: institutional care for adults cost 13,4, 17,5 and 19,6 mnkr in 2014-2016. The target is ten per cent less
// than the year before: 12,06, printed 12,0, and 15,75, printed 15,8.
TEST(IndicatorTest, ATargetMayBeAChangeFromTheYearBefore) {
  EXPECT_EQ(TargetFromChange(13'400, -10'000), 12'060);
  EXPECT_EQ(TargetFromChange(17'500, -10'000), 15'750);
  const IndicatorRule cost{IndicatorKind::kPerPeriod, IndicatorPeriod::kYear, Direction::kLower};
  const std::vector<Measured> measured = {
      {IndicatorMonth(2014, 12), 13'400}, {IndicatorMonth(2015, 12), 17'500}, {IndicatorMonth(2016, 12), 19'600}};
  const Standing standing = StandingOf(cost, measured, 2016, IndicatorMonth(2016, 12), 15'800);
  EXPECT_EQ(standing.status, Status::kNotMet);  // "inte uppfyllt".
  EXPECT_EQ(standing.trend, Trend::kWorse);
}

// Upplands-Bro 2022: 5, 12 and 8 young people at risk, each in its own tertial.
TEST(IndicatorTest, WhatIsCountedPerPeriodIsSummed) {
  const IndicatorRule young{IndicatorKind::kPerPeriod, IndicatorPeriod::kTertial, Direction::kLower};
  const std::vector<Measured> measured = Tertials(2022, 5, 12, 8);
  EXPECT_EQ(At(young, measured, 8, 20).to_date, 17 * kOne);
  EXPECT_EQ(At(young, measured, 8, 20).year_end, 25'500);  // 17 / 2 * 3.
  EXPECT_EQ(At(young, measured, 12, 20).year_end, 25 * kOne);
}

TEST(IndicatorTest, APeriodThatIsNotMeasuredIsNoZero) {
  const IndicatorRule young{IndicatorKind::kPerPeriod, IndicatorPeriod::kTertial, Direction::kLower};
  EXPECT_EQ(At(young, Tertials(2022, 5, std::nullopt, 8), 12, 20).year_end, 19'500);  // 13 / 2 * 3.
  EXPECT_EQ(At(young, Tertials(2022, 5, 0, 8), 12, 20).year_end, 13 * kOne);
  const Standing late = At(kShares, Tertials(2022, 86, 84, std::nullopt), 12, 100);
  EXPECT_EQ(late.newest->month, IndicatorMonth(2022, 8));
  EXPECT_EQ(late.year_end, 84 * kOne);
  EXPECT_EQ(At(kShares, Tertials(2022, std::nullopt, std::nullopt, std::nullopt), 12, 100).status,
            Status::kNotMeasured);
  EXPECT_EQ(At(kShares, Tertials(2022, 0, 0, 0), 12, 100).status, Status::kNotMet);
}

TEST(IndicatorTest, WithoutATargetThereIsNothingToMeet) {
  EXPECT_EQ(StandingOf(kShares, Tertials(2022, 86, 84, 81), 2022, IndicatorMonth(2022, 12), std::nullopt).status,
            Status::kNoTarget);
  EXPECT_EQ(StandingOf(kShares, {}, 2022, IndicatorMonth(2022, 12), std::nullopt).status, Status::kNoTarget);
}

// Linköping 2018: a budget in balance is neither a deficit nor a surplus.
TEST(IndicatorTest, NearATargetIsTwoSided) {
  const IndicatorRule balance{IndicatorKind::kCumulative, IndicatorPeriod::kYear, Direction::kNearTarget, 500};
  EXPECT_EQ(StatusOf(balance, 500, 0), Status::kMet);
  EXPECT_EQ(StatusOf(balance, -500, 0), Status::kMet);
  EXPECT_EQ(StatusOf(balance, 501, 0), Status::kPartly);
  EXPECT_EQ(StatusOf(balance, -1000, 0), Status::kPartly);
  EXPECT_EQ(StatusOf(balance, -1001, 0), Status::kNotMet);
  const std::vector<Measured> measured = {{IndicatorMonth(2017, 12), -2000}, {IndicatorMonth(2018, 12), 1500}};
  EXPECT_EQ(StandingOf(balance, measured, 2018, IndicatorMonth(2018, 12), 0).trend, Trend::kBetter);
}

TEST(IndicatorTest, PartlyIsFromNineTenthsOfTheTarget) {
  EXPECT_EQ(StatusOf(kShares, 90'000, 100'000), Status::kPartly);
  EXPECT_EQ(StatusOf(kShares, 89'999, 100'000), Status::kNotMet);
  EXPECT_EQ(StatusOf(kHomes, 100'000, 90'000), Status::kPartly);
  EXPECT_EQ(StatusOf(kHomes, 100'001, 90'000), Status::kNotMet);
}

TEST(IndicatorTest, OfATargetOfZeroThereIsNoPart) {
  EXPECT_EQ(StatusOf(kHomes, 0, 0), Status::kMet);
  EXPECT_EQ(StatusOf(kHomes, 1, 0), Status::kNotMet);
  EXPECT_EQ(StatusOf(kShares, -1, 0), Status::kNotMet);
}

// Upplands-Bro 2022 prints 80 per cent beside 39 of 42, 100 beside 22 of 25; 11 + 3 of 37 and 21 of 42 are right.
TEST(IndicatorTest, AShareIsItsCounts) {
  EXPECT_EQ(ShareOf(39, 42), 92'857);
  EXPECT_EQ(ShareOf(22, 25), 88'000);
  EXPECT_EQ(ShareOf(14, 37), 37'838);
  EXPECT_EQ(ShareOf(21, 42), 50'000);
  EXPECT_EQ(ShareOf(0, 7), 0);
  EXPECT_EQ(ShareOf(0, 0), std::nullopt);
}

TEST(IndicatorTest, WhatComesLaterIsNotLookedAt) {
  const Standing spring = At(kShares, Tertials(2022, 26, 76, 80), 4, 100);
  EXPECT_EQ(spring.newest->value, 26 * kOne);
  EXPECT_EQ(spring.trend, Trend::kUnknown);
  EXPECT_EQ(At(kShares, Tertials(2022, 26, 76, 80), 8, 100).trend, Trend::kBetter);
}

}  // namespace
}  // namespace prognos::followup
