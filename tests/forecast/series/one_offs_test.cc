#include "forecast/series/one_offs.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

const Month kOneOffsStart = Month::January(2018);

MonthlySeries Constant(int months, double value) { return {kOneOffsStart, Vector::Constant(months, value)}; }

// A level of 1000 with a season and noise of 3 per cent.
MonthlySeries Seasonal(int months, uint64_t seed) {
  constexpr double kSeason[] = {0.9, 0.95, 1.1, 1.0, 0.85, 1.2, 0.7, 0.9, 1.05, 1.1, 1.0, 1.25};
  RandomGenerator generator(seed);
  MonthlySeries series{kOneOffsStart, Vector(months)};
  for (int at = 0; at < months; ++at) {
    series.values[at] = 1000.0 * kSeason[at % 12] * std::exp(0.03 * generator.Normal());
  }
  return series;
}

void ExpectUnchanged(const MonthlySeries& series) {
  const OneOffs found = FindOneOffs(series);
  EXPECT_TRUE(found.months.empty()) << found.months.front().month.ToString();
  EXPECT_EQ(found.adjusted.values, series.values);
  EXPECT_EQ(found.adjusted.first, series.first);
}

TEST(OneOffsTest, ADoubleBookingInALevelSeriesIsFoundAndTheLevelIsUsual) {
  MonthlySeries series = Constant(48, 100.0);
  series.values[20] = 200.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 1u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 20);
  EXPECT_EQ(found.months[0].actual, 200.0);
  EXPECT_NEAR(found.months[0].adjusted, 100.0, 1e-9);
  EXPECT_NEAR((found.adjusted.values - Vector::Constant(48, 100.0)).cwiseAbs().maxCoeff(), 0.0, 1e-9);
}

TEST(OneOffsTest, TheUsualValueOfASeasonalMonthIsThatOfItsSeason) {
  MonthlySeries series = Seasonal(72, 1);
  const double before = series.values[42];  // July, the lowest month: 0.7 of the level.
  series.values[42] *= 2.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 1u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 42);
  EXPECT_NEAR(found.months[0].adjusted / before, 1.0, 0.1);
}

TEST(OneOffsTest, AMonthPaidInTheMonthBeforeItIsTwoOneOffs) {
  MonthlySeries series = Seasonal(72, 2);
  series.values[36] += series.values[37];
  series.values[37] = 0.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 2u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 36);
  EXPECT_EQ(found.months[1].month, kOneOffsStart + 37);
  EXPECT_NEAR(found.adjusted.values[37], 950.0, 150.0);
}

TEST(OneOffsTest, ANegativeCorrectionIsAOneOff) {
  MonthlySeries series = Seasonal(60, 3);
  series.values[30] = -900.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 1u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 30);
  EXPECT_NEAR(found.months[0].adjusted, 700.0, 150.0);  // July.
}

TEST(OneOffsTest, ANewLevelIsNone) {
  MonthlySeries series = Seasonal(60, 4);
  series.values.tail(25) *= 1.6;
  ExpectUnchanged(series);
}

// The last month is far from the median of the three before it, but as the one before it.
TEST(OneOffsTest, ANewLevelOfTwoMonthsIsNone) {
  MonthlySeries series = Seasonal(60, 5);
  series.values.tail(2) *= 1.6;
  ExpectUnchanged(series);
  series.values.tail(2).setZero();
  ExpectUnchanged(series);
}

// 100 x 2^0.9 with nothing before it; with one one-off before, (0 + 1.8) / (0 + 1 + 2) = 0.6: 100 x 2^0.6; with one
// shift before, (1 + 1.8) / (1 + 0 + 2) = 2.8 / 3.
TEST(OneOffsTest, TheLastMonthIsFollowedByWhatTheSeriesHasShown) {
  MonthlySeries calm = Constant(60, 100.0);
  calm.values[59] = 200.0;
  EXPECT_NEAR(FindOneOffs(calm).adjusted.values[59], 100.0 * std::pow(2.0, 0.9), 1e-9);

  MonthlySeries with_one_off = calm;
  with_one_off.values[30] = 250.0;
  EXPECT_NEAR(FindOneOffs(with_one_off).adjusted.values[59], 100.0 * std::pow(2.0, 0.6), 1e-9);

  MonthlySeries with_shift = calm;
  with_shift.values.head(30).setConstant(50.0);
  EXPECT_NEAR(FindOneOffs(with_shift).adjusted.values[59], 100.0 * std::pow(2.0, 2.8 / 3.0), 1e-9);
}

TEST(OneOffsTest, LargeAmountsThatRecurAreWhatTheActivityIsMadeOf) {
  MonthlySeries series = Constant(48, 100.0);
  for (const int at : {7, 22, 41}) series.values[at] = 300.0;  // Three in 48: more than one in 24.
  ExpectUnchanged(series);
}

// The invoices of the last month are late; what was found before stays found. Two in 40 would be too many.
TEST(OneOffsTest, ALastMonthThatIsOutDoesNotTakeAwayAOneOff) {
  MonthlySeries series = Constant(40, 100.0);
  series.values[20] = 250.0;
  ASSERT_EQ(FindOneOffs(series).months.size(), 1u);
  series.values[39] = 40.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 2u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 20);
  EXPECT_EQ(found.months[1].month, kOneOffsStart + 39);
}

// Nothing is ever booked in July, so that July is filled in from June and August: 250 after the one-off of June, which
// is not a second one.
TEST(OneOffsTest, WhatWasFilledInIsNotCounted) {
  MonthlySeries series = Constant(40, 100.0);
  for (const int july : {6, 18, 30}) series.values[july] = kMissing;
  series.values[17] = 400.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 1u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 17);
  EXPECT_NEAR(found.adjusted.values[17], 100.0, 1e-9);
}

TEST(OneOffsTest, AMonthThatIsLargeEveryYearIsSeason) {
  MonthlySeries series = Constant(72, 100.0);
  for (int at = 11; at < 72; at += 12) series.values[at] = 180.0;
  ExpectUnchanged(series);
}

// Five years of a July at three tenths of the rest: the median of five, drawn towards none by 5 / 6, leaves a sixth of
// log 0.3 = -1.2 in every July, which is more than six typical distances where the noise is 3 per cent.
TEST(OneOffsTest, AStrongSeasonOfAFewYearsIsNotOutEveryYear) {
  int found = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    RandomGenerator generator(seed);
    MonthlySeries series = Constant(60, 1000.0);
    for (double& value : series.values) value *= std::exp(0.03 * generator.Normal());
    for (int july = 6; july < 60; july += 12) series.values[july] *= 0.3;
    found += static_cast<int>(FindOneOffs(series).months.size());
    series.values[30] *= 3.0;  // One July as the other months: booked twice and more.
    EXPECT_GE(FindOneOffs(series).months.size(), 1u) << seed;
  }
  EXPECT_LE(found, 4);
}

TEST(OneOffsTest, AMostlyZeroSeriesHasNone) {
  MonthlySeries series = Constant(60, 0.0);
  series.values[25] = 90'000.0;
  ExpectUnchanged(series);
}

// With 29 months only what is three times the others is one (young_one_offs.h).
TEST(OneOffsTest, InAShortSeriesTwiceTheOthersIsNothing) {
  MonthlySeries series = Constant(29, 100.0);
  series.values[14] = 250.0;
  ExpectUnchanged(series);
  series = Constant(30, 100.0);
  series.values[14] = 250.0;
  EXPECT_EQ(FindOneOffs(series).months.size(), 1u);
  ExpectUnchanged({kOneOffsStart, Vector()});
}

TEST(OneOffsTest, MissingMonthsStayMissing) {
  MonthlySeries series = Constant(60, 100.0);
  series.values[0] = series.values[10] = series.values[59] = kMissing;
  series.values[40] = 220.0;
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 1u);
  EXPECT_EQ(found.months[0].month, kOneOffsStart + 40);
  for (int at = 0; at < 60; ++at) EXPECT_EQ(std::isnan(found.adjusted.values[at]), std::isnan(series.values[at])) << at;
}

TEST(OneOffsTest, TheUnitDoesNotMatter) {
  MonthlySeries series = Seasonal(72, 6);
  series.values[40] *= 1.8;
  const OneOffs kronor = FindOneOffs(series);
  ASSERT_EQ(kronor.months.size(), 1u);
  for (const double unit : {1e-6, 1e9}) {
    const OneOffs other = FindOneOffs({series.first, series.values * unit});
    ASSERT_EQ(other.months.size(), 1u);
    EXPECT_EQ(other.months[0].month, kronor.months[0].month);
    EXPECT_NEAR(other.months[0].adjusted / (kronor.months[0].adjusted * unit), 1.0, 1e-9);
  }
}

TEST(OneOffsTest, NoiseIsNotTakenForOneOffs) {
  int found = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    found += static_cast<int>(FindOneOffs(Seasonal(120, 100 + seed)).months.size());
  }
  EXPECT_LE(found, 12);  // 24 000 months: at most one in two thousand.
}

}  // namespace
}  // namespace prognos
