#include "forecast/models/structural/structural_model.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using testing::HasSubstr;
using testing::Not;

std::unique_ptr<FittedModel> FitOrDie(const Vector& values) {
  return *StructuralModel().Fit({SeriesOf(values), {}, {}});
}

TEST(LocalLevelTest, AnswersOddInputs) { ExpectAnswersOddInputs(StructuralModel()); }
TEST(LocalLevelTest, GivesAConstantForAConstant) { ExpectConstantInConstantOut(StructuralModel()); }
TEST(LocalLevelTest, FollowsScale) { ExpectFollowsScale(StructuralModel()); }
TEST(LocalLevelTest, PathsAgreeWithMeanAndSeed) {
  ExpectPathsAgreeWithMean(StructuralModel(), SeasonalValues(60, 4.0, 150.0, 30.0));
}
TEST(LocalLevelTest, IntervalsWiden) { ExpectIntervalsWiden(StructuralModel(), SeasonalValues(60, 0.0, 150.0, 30.0)); }

TEST(LocalLevelTest, AbstainsBelowFourKnownMonths) {
  EXPECT_THAT(
      StructuralModel().Fit({SeriesOf(Vector::Ones(3)), {}, {}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("needs at least 4 known months; the history has 3")));
}

TEST(LocalLevelTest, RefitOnTheSameHistoryGivesTheSameForecast) {
  const TrainingData training{SeriesOf(SeasonalValues(60, 4.0, 150.0, 30.0)), {}, {}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, StructuralModel().Fit(training));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto refitted, StructuralModel().Refit(training, *fitted));
  EXPECT_EQ(fitted->Mean(12), refitted->Mean(12));
}

// White noise around a level has q_level = 0: every forecast is near the mean of the history.
TEST(LocalLevelTest, NoiseAroundALevelIsForecastByItsMean) {
  const Vector values = SeasonalValues(120, 0.0, 0.0, 50.0);
  const Vector mean = FitOrDie(values)->Mean(12);
  // The standard error of a mean over 120 months is 50 / 11 = 4.6; what season and slope may add is of that order.
  for (const double value : mean) EXPECT_NEAR(value, values.mean(), 15.0);
}

// A random walk without noise is forecast by its last value: q_level is large.
TEST(LocalLevelTest, ARandomWalkIsForecastByItsLastValue) {
  RandomGenerator generator(2);
  Vector values(120);
  double level = 1000.0;
  for (double& value : values) value = level += 10.0 * generator.Normal();
  const Vector mean = FitOrDie(values)->Mean(3);
  for (const double value : mean) EXPECT_NEAR(value, values[119], 10.0);
}

// In the steady state the local level model is exponential smoothing with alpha = (sqrt(q^2 + 4 q) - q) / 2 (Harvey
// 1989, section 4.1.2). q = 0.25: alpha = (sqrt(1.0625) - 0.25) / 2 = 0.390. From 40 series of 240 months the median
// weight of the last value in the forecast recovers it.
TEST(LocalLevelTest, RecoversTheSmoothingOfTheModelThatMadeTheSeries) {
  RandomGenerator generator(4);
  std::vector<double> alphas;
  for (int series = 0; series < 40; ++series) {
    Vector values(240);
    double level = 0.0;
    for (double& value : values) {
      level += 5.0 * generator.Normal();
      value = level + 10.0 * generator.Normal();
    }
    const auto fitted = FitOrDie(values);
    // forecast - previous forecast = alpha x last error, when there is neither slope nor season.
    if (fitted->record().specification.find('+') != std::string::npos) continue;
    const double previous = values[239] - fitted->residuals()[239];
    alphas.push_back((fitted->Mean(1)[0] - previous) / fitted->residuals()[239]);
  }
  ASSERT_GT(alphas.size(), 15u);
  std::sort(alphas.begin(), alphas.end());
  EXPECT_NEAR(alphas[alphas.size() / 2], 0.390, 0.06);
}

TEST(LocalLevelTest, AClearSeasonIsFoundAndRepeatedAcrossAMissingYear) {
  Vector values = SeasonalValues(84, 0.0, 200.0, 5.0);
  for (int row = 40; row < 52; ++row) values[row] = kMissing;
  const auto fitted = FitOrDie(values);
  EXPECT_THAT(fitted->record().specification, HasSubstr("season"));
  const Vector mean = fitted->Mean(12);
  // Each month's effect is a mean over six years: 5 / sqrt(6) = 2, and the level's own error.
  for (int step = 0; step < 12; ++step) {
    EXPECT_NEAR(mean[step], 1000.0 + 200.0 * std::sin(step * 2.0 * M_PI / 12.0), 12.0) << step;
  }
}

TEST(LocalLevelTest, LessThanTwoYearsHaveNoSeason) {
  EXPECT_THAT(FitOrDie(SeasonalValues(23, 0.0, 200.0, 5.0))->record().specification, Not(HasSubstr("season")));
}

TEST(LocalLevelTest, GrowthInPercentTakesTheLogScale) {
  RandomGenerator generator(6);
  Vector values(120);
  double level = 3.0;
  for (double& value : values) value = std::exp(level += 0.03 + 0.08 * generator.Normal());
  EXPECT_THAT(FitOrDie(values)->record().specification, testing::StartsWith("log "));
}

// 200 series from the model itself; 80 % intervals of the sum of a year: 160, 3.5 standard deviations of 5.7.
TEST(LocalLevelTest, IntervalsOfYearSumsHoldTheirPromiseOnTheModelsOwnSeries) {
  RandomGenerator generator(9);
  int inside = 0;
  for (int series = 0; series < 200; ++series) {
    Vector values(72);
    double level = 1000.0;
    for (int row = 0; row < 72; ++row) {
      level += 8.0 * generator.Normal();
      values[row] = level + 60.0 * std::cos(row * 2.0 * M_PI / 12.0) + 15.0 * generator.Normal();
    }
    Vector sums = FitOrDie(values.head(60))->SamplePaths(12, 500, generator).colwise().sum();
    std::sort(sums.begin(), sums.end());
    const double actual = values.tail(12).sum();
    inside += sums[50] <= actual && actual <= sums[449];
  }
  EXPECT_GE(inside, 140);
  EXPECT_LE(inside, 180);
}

}  // namespace
}  // namespace prognos::models
