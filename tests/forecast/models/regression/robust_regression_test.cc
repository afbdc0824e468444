#include "forecast/models/regression/robust_regression.h"

#include <cmath>

#include "forecast/series/regressors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"

namespace prognos::models {
namespace {

Vector MeanOf(const Model& model, const Vector& values, int horizon = 12) {
  const auto fitted = model.Fit({SeriesOf(values), {}, {}});
  EXPECT_TRUE(fitted.ok()) << fitted.status();
  return (*fitted)->Mean(horizon);
}

// How far the forecast year moves, in per cent, when one month is booked twice.
double MovedByDoubleBooking(const Model& model, const Vector& values, int month) {
  Vector doubled = values;
  doubled[month] *= 2.0;
  const double before = MeanOf(model, values).sum();
  return 100.0 * std::abs(MeanOf(model, doubled).sum() - before) / before;
}

TEST(RobustRegressionTest, IsNotBentByADoubleBooking) {
  // Noise 2 % of the level; the doubled month lies between fifty and three deviations of it away.
  const Vector values = SeasonalValues(60, 2.0, 100.0, 20.0);
  double robust_sum = 0.0;
  double plain_sum = 0.0;
  for (const int month : {20, 47, 55, 58}) {
    SCOPED_TRACE(month);
    const double robust = MovedByDoubleBooking(RobustRegression(), values, month);
    // A doubled month is 8 % of a year; to lose what one month of 2 % noise tells may cost a per cent.
    EXPECT_LT(robust, 1.0);
    robust_sum += robust;
    plain_sum += MovedByDoubleBooking(SeasonalRegression(), values, month);
  }
  // A doubled month three years back moves the plain regression little; the last ones move it by five per cent.
  EXPECT_LT(robust_sum, 0.2 * plain_sum);
}

TEST(RobustRegressionTest, IsNotBentByAnErrorOfAThousandTimes) {
  // Student's t redescends: a larger error is only more certainly one.
  const Vector values = SeasonalValues(60, 2.0, 100.0, 20.0);
  Vector spoilt = values;
  spoilt[50] *= 1000.0;
  const double before = MeanOf(RobustRegression(), values).sum();
  EXPECT_LT(std::abs(MeanOf(RobustRegression(), spoilt).sum() - before), 0.02 * before);
}

TEST(RobustRegressionTest, PutsTheMonthBackToWhatTheOthersExpect) {
  Vector values = SeasonalValues(60, 2.0, 100.0, 20.0);
  const double true_value = values[40];
  values[40] *= 2.0;
  const auto fitted = RobustRegression().Fit({SeriesOf(values), {}, {}});
  ASSERT_TRUE(fitted.ok());
  EXPECT_THAT((*fitted)->record().specification, testing::EndsWith(", odd months: 1"));
  // The residual is that of the month as booked: what came on top, within four deviations of its own noise.
  EXPECT_NEAR((*fitted)->residuals()[40], true_value, 4 * 20.0);
}

TEST(RobustRegressionTest, IsTheSeasonalRegressionWithoutOddMonths) {
  RandomGenerator generator(4);
  Vector values(60);
  // Uniform errors have no tails: nothing lies three deviations out.
  for (int row = 0; row < 60; ++row)
    values[row] = 1000.0 + 100.0 * std::sin(row * M_PI / 6.0) + 40.0 * generator.Uniform();
  EXPECT_EQ(MeanOf(RobustRegression(), values), MeanOf(SeasonalRegression(), values));
}

TEST(RobustRegressionTest, KeepsALumpySeriesAsItIs) {
  Vector values = Vector::Zero(60);
  for (int row = 3; row < 60; row += 5) values[row] = 1000.0 + row;
  EXPECT_EQ(MeanOf(RobustRegression(), values), MeanOf(SeasonalRegression(), values));
}

TEST(RobustRegressionTest, AnswersEveryOddInput) { ExpectAnswersOddInputs(RobustRegression()); }
TEST(RobustRegressionTest, GivesAConstantBack) { ExpectConstantInConstantOut(RobustRegression()); }
TEST(RobustRegressionTest, FollowsTheScale) { ExpectFollowsScale(RobustRegression()); }

TEST(RobustRegressionTest, PathsAgreeWithTheMean) {
  Vector values = SeasonalValues(72, 0.0, 100.0, 30.0);
  values[50] += 800.0;
  ExpectPathsAgreeWithMean(RobustRegression({.scale = Scale::kOriginal}), values);
}

// The forecast with the regressor at 1 less the one at 0 is its coefficient; `future` rows follow the history.
Vector EffectOf(const Model& model, const Vector& values, const Matrix& with, const Matrix& without, int horizon) {
  TrainingData training;
  training.history = SeriesOf(values);
  training.regressors = with;
  const auto one = model.Fit(training);
  training.regressors = without;
  const auto other = model.Fit(training);
  EXPECT_TRUE(one.ok() && other.ok());
  return (*one)->Mean(horizon) - (*other)->Mean(horizon);
}

TEST(RobustRegressionTest, RecoversADeclaredLevelShift) {
  constexpr int kMonths = 72;
  constexpr int kHorizon = 6;
  const Month first = SeriesOf({}).first;
  double sum = 0.0;
  double squares = 0.0;
  constexpr int kRepeats = 20;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    Vector values = SeasonalValues(kMonths, 0.0, 100.0, 20.0, 50 + repeat);
    const Vector shift = LevelShiftColumn(first, kMonths + kHorizon, first + 60);
    values += 150.0 * shift.head(kMonths);
    Vector taken_back = shift;
    taken_back.tail(kHorizon).setZero();
    const double effect =
        EffectOf(RobustRegression({.scale = Scale::kOriginal}), values, shift, taken_back, kHorizon)[0];
    sum += effect;
    squares += effect * effect;
    // 12 months after and, discounted, about 15 before: 20 sqrt(1/12 + 1/15) = 7.7; four times that, and the pull of
    // the ridge and of a trend that may share in it.
    EXPECT_NEAR(effect, 150.0, 45.0);
  }
  const double mean = sum / kRepeats;
  const double error = std::sqrt((squares / kRepeats - mean * mean) / kRepeats);
  // A ridge penalty of one month pulls by 1 / (1 + about 20 months): 5 % of 150.
  EXPECT_NEAR(mean, 150.0, 4.0 * error + 0.08 * 150.0);
}

TEST(RobustRegressionTest, RecoversTheCoefficientOfALaggedDriver) {
  constexpr int kMonths = 72;
  constexpr int kHorizon = 3;
  const Month first = SeriesOf({}).first;
  RandomGenerator generator(9);
  double sum = 0.0;
  constexpr int kRepeats = 20;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    MonthlySeries households{first, Vector(kMonths + kHorizon)};
    for (double& value : households.values) value = 400.0 + 30.0 * generator.Normal();
    const Vector driver = LaggedDriverColumn(first, kMonths + kHorizon, households, 2);
    const Vector values = SeasonalValues(kMonths, 0.0, 100.0, 20.0, 80 + repeat) + 3.0 * driver.head(kMonths);
    Vector one_more = driver;
    one_more.tail(kHorizon).array() += 1.0;
    // 20 / (30 sqrt(about 20 months that count)) = 0.15 is the standard error of the coefficient; four of them.
    const double effect =
        EffectOf(RobustRegression({.scale = Scale::kOriginal}), values, one_more, driver, kHorizon)[0];
    EXPECT_NEAR(effect, 3.0, 0.6 + 0.15);
    sum += effect;
  }
  // 0.15 / sqrt(20) = 0.034; four of them, and the ridge's pull of one month in about 20.
  EXPECT_NEAR(sum / kRepeats, 3.0, 0.14 + 0.15);
}

}  // namespace
}  // namespace prognos::models
