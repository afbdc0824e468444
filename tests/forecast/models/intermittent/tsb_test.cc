#include "forecast/models/intermittent/tsb.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

Vector Lumpy(int n, double probability, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector values = Vector::Zero(n);
  for (double& value : values) {
    if (generator.Uniform() < probability) value = 100.0 * (1 + generator.Index(3));
  }
  return values;
}

TEST(CrostonTest, AnswersOddInputs) { ExpectAnswersOddInputs(TsbModel()); }
TEST(CrostonTest, GivesAConstantForAConstant) { ExpectConstantInConstantOut(TsbModel()); }
TEST(CrostonTest, FollowsScale) { ExpectFollowsScale(TsbModel()); }
TEST(CrostonTest, PathsAgreeWithMeanAndSeed) { ExpectPathsAgreeWithMean(TsbModel(), Lumpy(80, 0.2, 1)); }

TEST(CrostonTest, AbstainsWithoutAKnownMonth) {
  EXPECT_THAT(TsbModel().Fit({SeriesOf(Vector::Constant(5, kMissing)), {}, {}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       testing::HasSubstr("at least one known month; the history has none")));
}

// One known month: probability 1 and that size.
TEST(CrostonTest, OneMonthIsRepeated) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, TsbModel().Fit({SeriesOf(Vector::Constant(1, 42.0)), {}, {}}));
  EXPECT_DOUBLE_EQ(fitted->Mean(3)[2], 42.0);
}

// Alternating 0 and 100 keeps the start (probability 1/2, size 100) almost at rest: forecasts near 50 whatever beta.
TEST(CrostonTest, EverySecondMonthIsHalfTheSize) {
  Vector values(60);
  for (int row = 0; row < 60; ++row) values[row] = row % 2 == 0 ? 0.0 : 100.0;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, TsbModel().Fit({SeriesOf(values), {}, {}}));
  EXPECT_NEAR(fitted->Mean(1)[0], 50.0, 5.0);
}

// 24 amounts of 100, then 48 zeros: each zero multiplies the probability by (1 - beta). Refit from a fit that has
// beta = 0.4 to the longer history shows the decay: below 100 x 0.6^40.
TEST(CrostonTest, AFlowThatHasEndedDies) {
  Vector values = Vector::Zero(72);
  values.head(24).setConstant(100.0);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, TsbModel().Fit({SeriesOf(values), {}, {}}));
  EXPECT_THAT(fitted->record().specification, testing::HasSubstr("beta=0.40"));
  EXPECT_LT(fitted->Mean(12)[11], 100.0 * std::pow(0.6, 40));
}

// An amount of 100, 200 or 300 in one month of five: 0.2 x 200 = 40 a month. From 60 series of 120 months the mean
// forecast recovers it; a month has variance 0.2 x 46667 - 1600 = 7733, a forecast that weighs about 20 months a
// standard error of 88 / sqrt(20) = 20, the mean of 60 forecasts one of 2.6.
TEST(CrostonTest, RecoversTheMeanOfLumpySeries) {
  double sum = 0.0;
  for (int series = 0; series < 60; ++series) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, TsbModel().Fit({SeriesOf(Lumpy(120, 0.2, 100 + series)), {}, {}}));
    sum += fitted->Mean(1)[0];
  }
  EXPECT_NEAR(sum / 60.0, 40.0, 8.0);
}

TEST(CrostonTest, PathsHoldOnlyZerosAndSizesSeen) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, TsbModel().Fit({SeriesOf(Lumpy(60, 0.25, 2)), {}, {}}));
  RandomGenerator generator(1);
  const Matrix paths = fitted->SamplePaths(12, 200, generator);
  EXPECT_THAT(std::set<double>(paths.reshaped().begin(), paths.reshaped().end()),
              testing::ElementsAre(0.0, 100.0, 200.0, 300.0));
}

// Each month an amount of 100, 200 or 300 with chance 0.2: 200 series of five years; the 80 % interval of the next
// year's sum. Sums are whole hundreds, so a few more than 160 lie inside.
TEST(CrostonTest, IntervalsOfYearSumsHoldTheirPromiseOnLumpySeries) {
  RandomGenerator generator(3);
  int inside = 0;
  for (int series = 0; series < 200; ++series) {
    const Vector values = Lumpy(72, 0.2, 100 + series);
    PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, TsbModel().Fit({SeriesOf(values.head(60)), {}, {}}));
    Vector sums = fitted->SamplePaths(12, 500, generator).colwise().sum();
    std::sort(sums.begin(), sums.end());
    const double actual = values.tail(12).sum();
    inside += sums[50] <= actual && actual <= sums[449];
  }
  EXPECT_GE(inside, 140);
  EXPECT_LE(inside, 190);
}

}  // namespace
}  // namespace prognos::models
