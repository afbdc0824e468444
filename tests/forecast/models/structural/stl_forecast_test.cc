#include "forecast/models/structural/stl_forecast.h"

#include "forecast/models/smoothing/theta.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"
#include "tests/forecast/models/reference_forecasts.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

TEST(StlForecastTest, AnswersOddInputs) { ExpectAnswersOddInputs(StlForecastModel()); }
TEST(StlForecastTest, GivesAConstantForAConstant) { ExpectConstantInConstantOut(StlForecastModel()); }
TEST(StlForecastTest, FollowsScale) { ExpectFollowsScale(StlForecastModel()); }
TEST(StlForecastTest, PathsAgreeWithMeanAndSeed) {
  ExpectPathsAgreeWithMean(StlForecastModel(), SeasonalValues(60, 4.0, 150.0, 30.0));
}
TEST(StlForecastTest, IntervalsWiden) {
  ExpectIntervalsWiden(StlForecastModel(), SeasonalValues(60, 4.0, 150.0, 30.0));
}

TEST(StlForecastTest, AddsAPureAdditiveSeasonBack) {
  // 1000 + 200 sin: no trend, no noise, so next year is this year.
  const Vector values = SeasonalValues(72, 0.0, 200.0, 0.0);
  const auto fitted = StlForecastModel().Fit({SeriesOf(values), {}, {}});
  ASSERT_TRUE(fitted.ok());
  const Vector mean = (*fitted)->Mean(24);
  for (int step = 0; step < 24; ++step) EXPECT_NEAR(mean[step], values[step], 0.5) << step;
  EXPECT_THAT((*fitted)->record().specification, testing::StartsWith("STL(A)"));
}

TEST(StlForecastTest, MultipliesASeasonThatGrowsWithTheLevel) {
  Vector values(96);
  for (int row = 0; row < 96; ++row) {
    values[row] = 100.0 * std::exp(0.01 * row + 0.4 * std::sin(row * 2.0 * M_PI / 12.0));
  }
  const auto fitted = StlForecastModel().Fit({SeriesOf(values), {}, {}});
  ASSERT_TRUE(fitted.ok());
  EXPECT_THAT((*fitted)->record().specification, testing::StartsWith("STL(M)"));
}

TEST(StlForecastTest, WithoutTwoYearsTheInnerModelAnswersAlone) {
  const TrainingData training{SeriesOf(SeasonalValues(20, 4.0, 100.0, 5.0)), {}, {}};
  const ThetaModel inner({.variant = ThetaVariant::kDynamic, .seasonal = false});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto alone, inner.Fit(training));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, StlForecastModel().Fit(training));
  EXPECT_EQ(fitted->Mean(12), alone->Mean(12));
}

TEST(StlForecastTest, AbstainsWithTheWordsOfTheInnerModel) {
  EXPECT_THAT(StlForecastModel().Fit({SeriesOf(Vector::Ones(3)), {}, {}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("needs at least 6 known months")));
}

// R's stlf puts exponential smoothing on the adjusted series and interpolates its loess; here the theta method stands
// in, so the seasons agree and the trends differ: the difference is that between two ways of going on.
TEST(StlForecastTest, IsNearRWithAnotherInnerModel) {
  PROGNOS_SKIP_WITHOUT_REFERENCE("m3_stlf.csv");
  const auto inner = std::make_shared<ThetaModel>(ThetaOptions{.variant = ThetaVariant::kDynamic, .seasonal = false});
  StlForecastOptions options;
  options.season = SeasonalForm::kAdditive;
  const Difference difference =
      CompareWithReference(StlForecastModel(inner, options), ReadValues(DataFolder() + "/m3_monthly.csv", "history"),
                           ReadValues(ReferenceFolder() + "/m3_stlf.csv", ""));
  std::cout << "median relative difference " << difference.median << ", ninth decile " << difference.ninth_decile
            << "\n";
  EXPECT_LT(difference.median, 0.02);
}

}  // namespace
}  // namespace prognos::models
