#include "forecast/findings/unusual_months.h"

#include <cmath>
#include <numbers>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::findings {
namespace {

const Month kBegin = Month::January(2018);

// 1 000 a month with a season of 20 % and noise of 4 %.
MonthlySeries Usual(int months, uint64_t seed = 1) {
  RandomGenerator generator(seed);
  Vector values(months);
  for (int at = 0; at < months; ++at) {
    const double season = 0.2 * std::sin(2.0 * std::numbers::pi * at / kMonthsPerYear);
    values[at] = 1000.0 * std::exp(season + 0.04 * generator.Normal());
  }
  return {kBegin, values};
}

// The only finding, when there is one.
Finding Only(const MonthlySeries& series) {
  const std::vector<Finding> found = FindUnusualMonths(series);
  EXPECT_EQ(found.size(), 1u);
  return found.empty() ? Finding{} : found.front();
}

TEST(UnusualMonthsTest, AsItIsNothingIsFound) {
  for (uint64_t seed = 1; seed <= 20; ++seed) EXPECT_TRUE(FindUnusualMonths(Usual(60, seed)).empty()) << seed;
}

TEST(UnusualMonthsTest, EachFaultIsToldForWhatItIsInAnyMonth) {
  for (const int at : {5, 30, 47, 58, 59}) {
    const MonthlySeries usual = Usual(60);
    const double right = usual.values[at];
    const auto with = [&](double value) {
      MonthlySeries series = usual;
      series.values[at] = value;
      return Only(series);
    };
    for (const auto& [kind, factor] :
         {std::pair(FindingKind::kBookedTwice, 2.0), std::pair(FindingKind::kNotFullyBooked, 0.5),
          std::pair(FindingKind::kNothingBooked, 0.0), std::pair(FindingKind::kWrongSign, -1.0),
          std::pair(FindingKind::kOutlier, 5.0)}) {
      const Finding finding = with(factor * right);
      EXPECT_EQ(finding.kind, kind) << at;
      EXPECT_EQ(finding.month, kBegin + at);
      EXPECT_EQ(finding.booked_in, kBegin + at);
      EXPECT_DOUBLE_EQ(finding.seen, factor * right);
      EXPECT_NEAR(finding.expected, right, 0.15 * right);
      EXPECT_LE(finding.chance, kind == FindingKind::kWrongSign ? 1.0 / 61.0 : kMostChance);
    }
  }
}

TEST(UnusualMonthsTest, ALateInvoiceIsOneFindingOfTheMonthThatItBelongsTo) {
  for (const int at : {20, 48, 58}) {
    MonthlySeries series = Usual(60);
    const double right = series.values[at];
    series.values[at + 1] += right;
    series.values[at] = 0.0;
    const Finding finding = Only(series);
    EXPECT_EQ(finding.kind, FindingKind::kOtherMonth) << at;
    EXPECT_EQ(finding.month, kBegin + at);
    EXPECT_EQ(finding.booked_in, kBegin + (at + 1));
    EXPECT_EQ(finding.seen, 0.0);
    EXPECT_NEAR(finding.expected, right, 0.15 * right);
  }
}

TEST(UnusualMonthsTest, AnInvoiceOfTheNextMonthIsOneFindingToo) {
  MonthlySeries series = Usual(60);
  series.values[29] += series.values[30];
  series.values[30] = 0.0;
  const Finding finding = Only(series);
  EXPECT_EQ(finding.kind, FindingKind::kOtherMonth);
  EXPECT_EQ(finding.month, kBegin + 30);
  EXPECT_EQ(finding.booked_in, kBegin + 29);
}

TEST(UnusualMonthsTest, ANewLevelIsOneFindingAndNoMonthOfItIsAnother) {
  MonthlySeries series = Usual(60);
  series.values.tail(20) *= 1.4;
  const Finding finding = Only(series);
  EXPECT_EQ(finding.kind, FindingKind::kNewLevel);
  EXPECT_EQ(finding.month, kBegin + 40);
  const double before = Usual(60).values.segment(40, 12).mean();
  EXPECT_NEAR(finding.seen, 1.4 * before, 0.5);
  EXPECT_NEAR(finding.expected, before, 0.05 * before);
}

TEST(UnusualMonthsTest, BesideANewLevelAMonthIsHeldAgainstItsOwn) {
  MonthlySeries series = Usual(60);
  series.values.tail(20) *= 1.4;
  series.values[30] *= 2.0;
  const std::vector<Finding> found = FindUnusualMonths(series);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, FindingKind::kBookedTwice);
  EXPECT_NEAR(found[0].expected, Usual(60).values[30], 0.15 * Usual(60).values[30]);
  EXPECT_EQ(found[1].kind, FindingKind::kNewLevel);
}

TEST(UnusualMonthsTest, NegativeSeriesAreLookedAtUpsideDown) {
  MonthlySeries series = Usual(60);
  series.values *= -1.0;
  series.values[30] *= 2.0;
  const Finding finding = Only(series);
  EXPECT_EQ(finding.kind, FindingKind::kBookedTwice);
  EXPECT_DOUBLE_EQ(finding.seen, series.values[30]);
  EXPECT_LT(finding.amount(), 0.0);
}

TEST(UnusualMonthsTest, TheUnitOfTheSeriesDoesNotMatter) {
  MonthlySeries series = Usual(60);
  series.values[30] *= 2.0;
  const Finding finding = Only(series);
  series.values *= 1e6;
  const Finding scaled = Only(series);
  EXPECT_EQ(scaled.month, finding.month);
  EXPECT_NEAR(scaled.chance, finding.chance, 1e-6 * finding.chance);
  EXPECT_NEAR(scaled.expected, 1e6 * finding.expected, 1.0);
}

TEST(UnusualMonthsTest, WhatComesEveryYearIsASeason) {
  MonthlySeries series = Usual(60);
  for (int at = 6; at < 60; at += 12) series.values[at] *= 3.0;
  EXPECT_TRUE(FindUnusualMonths(series).empty());
}

TEST(UnusualMonthsTest, PausesOnceAQuarterOnceAYearAndTheEndAreNone) {
  MonthlySeries summers = Usual(60);
  for (int at = 6; at < 60; at += 12) summers.values[at] = 0.0;
  EXPECT_TRUE(FindUnusualMonths(summers).empty());
  MonthlySeries pause = Usual(60);
  pause.values.segment(30, 3).setZero();
  EXPECT_TRUE(FindUnusualMonths(pause).empty());
  MonthlySeries ended = Usual(60);
  ended.values.tail(8).setZero();
  EXPECT_TRUE(FindUnusualMonths(ended).empty());
  MonthlySeries begun = Usual(60);
  begun.values.head(20).setZero();
  EXPECT_TRUE(FindUnusualMonths(begun).empty());
  for (const int apart : {3, 12}) {
    MonthlySeries payments{kBegin, Vector::Zero(60)};
    for (int at = 2; at < 60; at += apart) payments.values[at] = 5000.0 + at;
    EXPECT_TRUE(FindUnusualMonths(payments).empty()) << apart;
  }
}

TEST(UnusualMonthsTest, AmongSinglePaymentsOnlyOneFarBeyondAllOthersIsFound) {
  MonthlySeries series{kBegin, Vector::Zero(60)};
  RandomGenerator generator(5);
  for (int at = 0; at < 60; at += 2) series.values[at] = 1000.0 * std::exp(0.3 * generator.Normal());
  EXPECT_TRUE(FindUnusualMonths(series).empty());
  series.values[20] = 30'000.0;
  EXPECT_EQ(Only(series).kind, FindingKind::kOutlier);
  series.values[20] = -900.0;
  EXPECT_EQ(Only(series).kind, FindingKind::kWrongSign);
  EXPECT_DOUBLE_EQ(Only(series).expected, 900.0);
}

TEST(UnusualMonthsTest, WhereOneOffsAreWhatTheActivityIsMadeOfNoneIsFound) {
  MonthlySeries series = Usual(60);
  for (const int at : {7, 20, 33, 50}) series.values[at] *= 6.0;
  EXPECT_TRUE(FindUnusualMonths(series).empty());
}

TEST(UnusualMonthsTest, OddHistoriesAreAnswered) {
  EXPECT_TRUE(FindUnusualMonths({}).empty());
  for (int months = 1; months <= 40; ++months) {
    for (const double value : {0.0, 1.0, -1.0, kMissing}) {
      EXPECT_TRUE(FindUnusualMonths({kBegin, Vector::Constant(months, value)}).empty()) << months << " of " << value;
    }
  }
  RandomGenerator generator(6);
  for (int number = 0; number < 300; ++number) {
    MonthlySeries series{kBegin, Vector(generator.Index(80))};
    for (double& value : series.values) {
      const double kind = generator.Uniform();
      value = kind < 0.2 ? 0.0 : kind < 0.3 ? kMissing : std::exp(6.0 * generator.Normal()) * (kind < 0.5 ? -1.0 : 1.0);
    }
    for (const Finding& finding : FindUnusualMonths(series)) {
      EXPECT_TRUE(std::isfinite(finding.seen) && std::isfinite(finding.expected));
      EXPECT_TRUE(finding.month >= series.first && finding.month < series.end());
      EXPECT_TRUE(finding.chance >= 0.0 && finding.chance <= 1.0);
    }
  }
}

TEST(UnusualMonthsTest, AMonthThatNobodyKnowsOfIsNone) {
  MonthlySeries series = Usual(60);
  series.values[30] = kMissing;
  EXPECT_TRUE(FindUnusualMonths(series).empty());
}

}  // namespace
}  // namespace prognos::findings
