#include "forecast/evaluation/accuracy.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::evaluation {
namespace {

// Errors (actual - forecast): 10, -20, 0, 30.
const Vector kActual{{100.0, 80.0, 50.0, 120.0}};
const Vector kForecast{{90.0, 100.0, 50.0, 90.0}};

TEST(AccuracyTest, MeasuresInTheUnitsOfTheSeries) {
  EXPECT_DOUBLE_EQ(MeanError(kActual, kForecast), 5.0);                          // 20 / 4
  EXPECT_DOUBLE_EQ(MeanAbsoluteError(kActual, kForecast), 15.0);                 // 60 / 4
  EXPECT_DOUBLE_EQ(RootMeanSquaredError(kActual, kForecast), std::sqrt(350.0));  // (100 + 400 + 0 + 900) / 4
}

TEST(AccuracyTest, MeasuresInPerCent) {
  // 10 %, 25 %, 0 %, 25 %: 60 / 4.
  EXPECT_DOUBLE_EQ(MeanAbsolutePercentageError(kActual, kForecast), 15.0);
  // 2000/190, 4000/180, 0, 6000/210.
  EXPECT_DOUBLE_EQ(SymmetricMeanAbsolutePercentageError(kActual, kForecast),
                   (2000.0 / 190.0 + 4000.0 / 180.0 + 6000.0 / 210.0) / 4.0);
  EXPECT_DOUBLE_EQ(WeightedAbsolutePercentageError(kActual, kForecast), 100.0 * 60.0 / 350.0);
}

TEST(AccuracyTest, ZerosHaveStatedAnswers) {
  const Vector zeros = Vector::Zero(2);
  const Vector ones = Vector::Ones(2);
  EXPECT_TRUE(std::isnan(MeanAbsolutePercentageError(zeros, ones)));
  EXPECT_TRUE(std::isnan(WeightedAbsolutePercentageError(zeros, ones)));
  EXPECT_DOUBLE_EQ(SymmetricMeanAbsolutePercentageError(zeros, zeros), 0.0);
  EXPECT_DOUBLE_EQ(SymmetricMeanAbsolutePercentageError(zeros, ones), 200.0);
  // The zero month is left out: |4 - 3| / 4.
  EXPECT_DOUBLE_EQ(MeanAbsolutePercentageError(Vector{{0.0, 4.0}}, Vector{{9.0, 3.0}}), 25.0);
}

TEST(AccuracyTest, MissingMonthsAreLeftOut) {
  const Vector actual{{kMissing, 100.0, 100.0}};
  const Vector forecast{{1.0, kMissing, 90.0}};
  EXPECT_DOUBLE_EQ(MeanError(actual, forecast), 10.0);
  EXPECT_DOUBLE_EQ(WeightedAbsolutePercentageError(actual, forecast), 10.0);
  EXPECT_DOUBLE_EQ(SymmetricMeanAbsolutePercentageError(actual, forecast), 2000.0 / 190.0);
  EXPECT_TRUE(std::isnan(MeanAbsoluteError(actual.head(2), forecast.head(2))));
  EXPECT_TRUE(std::isnan(Coverage(actual.head(1), actual.head(1), forecast.head(1))));
}

// History 1, 4, 2, 8 at lag 2: |2 - 1| = 1 and |8 - 4| = 4: scales 2.5 and 17 / 2.
TEST(AccuracyTest, ScaledErrorsDivideByTheNaiveErrorsOfTheHistory) {
  const Vector history{{1.0, 4.0, 2.0, 8.0}};
  EXPECT_DOUBLE_EQ(NaiveAbsoluteScale(history, 2), 2.5);
  EXPECT_DOUBLE_EQ(NaiveSquaredScale(history, 2), 8.5);
  EXPECT_DOUBLE_EQ(MeanAbsoluteScaledError(kActual, kForecast, 2.5), 6.0);
}

TEST(AccuracyTest, AHistoryThatNeverChangedScalesNothing) {
  EXPECT_DOUBLE_EQ(NaiveAbsoluteScale(Vector::Ones(30)), 0.0);
  EXPECT_TRUE(std::isnan(MeanAbsoluteScaledError(kActual, kForecast, 0.0)));
  EXPECT_TRUE(std::isnan(NaiveAbsoluteScale(Vector::Ones(12))));
}

// At level 0.9 an actual above costs 0.9 a unit, one below 0.1: 9, 2, 0, 27 over 4.
TEST(AccuracyTest, PinballLossWeighsTheSides) {
  EXPECT_DOUBLE_EQ(PinballLoss(kActual, kForecast, 0.9), 38.0 / 4.0);
  EXPECT_DOUBLE_EQ(PinballLoss(kActual, kForecast, 0.5), MeanAbsoluteError(kActual, kForecast) / 2.0);
}

// Interval 90-110 at 80 % (2 / alpha = 10): inside 20; 5 below 20 + 50; 2 above 20 + 20.
TEST(AccuracyTest, IntervalScoreIsWidthAndTenTimesTheMissAtEightyPerCent) {
  const Vector actual{{100.0, 85.0, 112.0}};
  const Vector lower = Vector::Constant(3, 90.0);
  const Vector upper = Vector::Constant(3, 110.0);
  EXPECT_NEAR(IntervalScore(actual, lower, upper, 0.8), (20.0 + 70.0 + 40.0) / 3.0, 1e-12);
  EXPECT_DOUBLE_EQ(Coverage(actual, lower, upper), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(Coverage(lower, lower, upper), 1.0);
}

// Sample 1, 3, 6 against 2: mean distance (1 + 1 + 4) / 3 = 2; pairs 2, 5, 3 twice each: 20 / 9, half of it 10 / 9.
TEST(AccuracyTest, CrpsOfASampleIsWorkedByHand) {
  EXPECT_NEAR(CrpsFromSample(2.0, Vector{{6.0, 1.0, 3.0}}), 2.0 - 10.0 / 9.0, 1e-12);
  EXPECT_DOUBLE_EQ(CrpsFromSample(2.0, Vector{{5.0}}), 3.0);
  EXPECT_TRUE(std::isnan(CrpsFromSample(2.0, Vector())));
  EXPECT_TRUE(std::isnan(CrpsFromSample(kMissing, Vector::Ones(3))));
}

// The standard normal at its mean: 2 phi(0) - 1 / sqrt(pi) = 0.23369 (Gneiting & Raftery 2007, equation 21 worked out).
TEST(AccuracyTest, CrpsOfManyNormalDrawsIsThatOfTheNormal) {
  RandomGenerator generator(1);
  Vector sample(100000);
  for (double& value : sample) value = generator.Normal();
  EXPECT_NEAR(CrpsFromSample(0.0, sample), 0.23369, 0.003);
}

// Five values at 0, 1/4, 1/2, 3/4, 1: level 0.9 lies 0.6 of the way from the fourth to the fifth: 4 + 0.6 x 4.
TEST(AccuracyTest, SampleQuantilesLieBetweenOrderStatistics) {
  const Vector sample{{8.0, 1.0, 4.0, 2.0, 3.0}};
  EXPECT_DOUBLE_EQ(SampleQuantile(sample, 0.5), 3.0);
  EXPECT_NEAR(SampleQuantile(sample, 0.9), 6.4, 1e-12);
  EXPECT_DOUBLE_EQ(SampleQuantile(sample, 0.0), 1.0);
  EXPECT_DOUBLE_EQ(SampleQuantile(sample, 1.0), 8.0);
  EXPECT_TRUE(std::isnan(SampleQuantile(Vector(), 0.5)));
}

// Twice a year of 1, 2, ... 12, the second with 3 more a month: rows of twelve end in the months 12-24 and grow by 3
// from one to the next: 78, 81, ... 114. The only pair a year apart is 78 and 114.
TEST(AccuracyTest, YearSumsAreOfTwelveMonthsInARow) {
  Vector history(24);
  for (int at = 0; at < 24; ++at) history[at] = at % 12 + 1 + (at >= 12 ? 3 : 0);
  const Vector sums = YearSums(history);
  ASSERT_EQ(sums.size(), 13);
  EXPECT_DOUBLE_EQ(sums[0], 78);
  EXPECT_DOUBLE_EQ(sums[1], 81);
  EXPECT_DOUBLE_EQ(sums[12], 114);
  EXPECT_DOUBLE_EQ(NaiveAbsoluteScale(sums), 36);
  EXPECT_DOUBLE_EQ(NaiveSquaredScale(sums), 36 * 36);
  history[3] = kMissing;  // In the rows that end in the months 12-15.
  EXPECT_TRUE(std::isnan(YearSums(history)[3]));
  EXPECT_FALSE(std::isnan(YearSums(history)[4]));
  EXPECT_TRUE(std::isnan(NaiveAbsoluteScale(YearSums(history))));
  EXPECT_EQ(YearSums(history.head(11)).size(), 0);
}

TEST(AccuracyTest, WhatHasNoScaleIsLeftOutOfScaledMeasures) {
  const Vector actual = Vector{{10, 20, 30, 40}};
  const Vector forecast = Vector{{8, 26, 0, 0}};
  const Vector scales = Vector{{4, 3, 0, kMissing}};
  // 2 / 4 and 6 / 3.
  EXPECT_DOUBLE_EQ(MeanAbsoluteError(Scaled(actual, scales), Scaled(forecast, scales)), 1.25);
}

}  // namespace
}  // namespace prognos::evaluation
