#include "forecast/engine/forecaster.h"

#include <cmath>

#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::History;
using models::SimulatedSeries;
using models::TrainingData;
using models::Values;

const Month kStart = Month::January(2018);

SeriesForecast ForecastOrDie(const TrainingData& training, ForecastOptions options, int horizon) {
  options.path_count = 400;
  absl::StatusOr<SeriesForecast> forecast = ForecastSeries(training, options, horizon);
  EXPECT_TRUE(forecast.ok()) << forecast.status();
  return *std::move(forecast);
}

GapForecast GapOf(const TrainingData& training, Month first, int length, const ForecastOptions& options) {
  const absl::StatusOr<Forecaster> forecaster = Forecaster::Prepare({{training, 0, 0}}, options);
  EXPECT_TRUE(forecaster.ok()) << forecaster.status();
  return forecaster->DrawGap(0, first, length, 0);
}

bool HasRemark(const SeriesForecast& forecast, RemarkCode code) {
  for (const Remark& remark : forecast.remarks) {
    if (remark.code == code) return true;
  }
  return false;
}

TEST(ForecasterTest, WithoutHistoryTheRemainingBudgetIsTheForecast) {
  TrainingData training = History(kStart, Vector());
  training.budget = {kStart, Vector::LinSpaced(12, 10, 120)};
  const SeriesForecast forecast = ForecastOrDie(training, {}, 12);
  EXPECT_EQ(forecast.model, "remaining-budget");
  EXPECT_TRUE(forecast.mean.isApprox(Vector::LinSpaced(12, 10, 120), 1e-5)) << forecast.mean.transpose();
  EXPECT_TRUE(HasRemark(forecast, RemarkCode::kNoHistory));
}

TEST(ForecasterTest, WithNothingAtAllTheForecastIsZeroAndSaysSo) {
  const SeriesForecast forecast = ForecastOrDie(History(kStart, Vector()), {}, 5);
  EXPECT_EQ(forecast.mean, Vector::Zero(5));
  EXPECT_TRUE(forecast.paths.isZero(0.0));
  EXPECT_EQ(forecast.paths.cols(), 400);
  EXPECT_EQ(forecast.model, "");
  EXPECT_TRUE(HasRemark(forecast, RemarkCode::kNoData));
}

TEST(ForecasterTest, AModelThatAbstainsIsReplacedAndTheReasonGiven) {
  const SeriesForecast forecast = ForecastOrDie(History(kStart, Values({5, 5, 5})), {.model = "seasonal-naive"}, 9);
  EXPECT_EQ(forecast.model, "run-rate");
  EXPECT_EQ(forecast.mean, Vector::Constant(9, 5.0));
  ASSERT_TRUE(HasRemark(forecast, RemarkCode::kModelAbstained));
  EXPECT_THAT(forecast.remarks.front().text, testing::HasSubstr("at least 12 known months"));
}

TEST(ForecasterTest, TheModelAskedForIsUsedEvenWhenAnotherDidBetter) {
  Vector values(56);
  for (int month = 0; month < 56; ++month) values[month] = 100.0 + 10.0 * (month / 12);
  const SeriesForecast forecast = ForecastOrDie(History(kStart, values), {.model = "seasonal-naive"}, 4);
  EXPECT_EQ(forecast.model, "seasonal-naive");
  EXPECT_NEAR(*forecast.past_error, 40.0, 1e-9);
  // 1.0 x ... the share of the year so far scales by (110 + 10 k) / (100 + 10 k): exact as well.
  EXPECT_NEAR(*forecast.last_years_share_past_error, 0.0, 1e-9);
  EXPECT_EQ(forecast.past_years, 3);
}

TEST(ForecasterTest, AnUnknownModelIsRefusedByName) {
  EXPECT_THAT(ForecastSeries(History(kStart, Values({1})), {.model = "oracle"}, 3),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("\"oracle\"")));
}

TEST(ForecasterTest, NothingIsPredictedBelowZeroUnlessHistoryWasThere) {
  // Falls by 20 a month towards zero.
  Vector values = Vector::LinSpaced(40, 800, 20);
  const SeriesForecast falling = ForecastOrDie(History(kStart, values), {.model = "seasonal-regression"}, 8);
  EXPECT_GE(falling.mean.minCoeff(), 0.0);
  EXPECT_GE(falling.paths.minCoeff(), 0.0);
  values[7] = -50.0;
  RandomGenerator generator(1);
  for (double& value : values) value += 30.0 * generator.Normal() - 40.0;
  const SeriesForecast free = ForecastOrDie(History(kStart, values), {.model = "seasonal-regression"}, 8);
  EXPECT_LT(free.paths.minCoeff(), 0.0);
}

TEST(ForecasterTest, AnAbsurdForecastIsHeldToTenTimesTheLargestMonth) {
  // Last year's share of a first quarter that was next to nothing: 3000 over 3e-6 times what was left of last year.
  Vector values = Vector::Constant(15, 1000.0);
  values.head(3).setConstant(1e-6);
  const SeriesForecast forecast = ForecastOrDie(History(kStart, values), {.model = "last-years-share"}, 9);
  EXPECT_LE(forecast.paths.maxCoeff(), 10'000.0);
  // Half of the paths are cut; the expected value is their mean, well above every known month.
  EXPECT_LE(forecast.mean.maxCoeff(), 10'000.0);
  EXPECT_GT(forecast.mean.minCoeff(), 5'000.0);
}

TEST(ForecasterTest, UnderTwoYearsOfHistoryIsRemarkedOn) {
  EXPECT_TRUE(HasRemark(ForecastOrDie(History(kStart, Vector::Ones(23)), {}, 1), RemarkCode::kShortHistory));
  EXPECT_FALSE(HasRemark(ForecastOrDie(History(kStart, Vector::Ones(24)), {}, 1), RemarkCode::kShortHistory));
}

TEST(ForecasterTest, AnyLengthOfHistoryAnswersWithOrderedFinitePaths) {
  RandomGenerator generator(2);
  const Vector values = SimulatedSeries{.season_size = 300, .phi = 0.5, .sigma = 100}.Draw(60, generator);
  for (int months = 0; months <= 60; ++months) {
    const SeriesForecast forecast = ForecastOrDie(History(kStart, values.head(months)), {}, 12);
    ASSERT_EQ(forecast.mean.size(), 12);
    EXPECT_TRUE(forecast.mean.allFinite()) << months;
    EXPECT_TRUE(forecast.paths.allFinite()) << months;
    EXPECT_GE(forecast.paths.minCoeff(), 0.0) << months;
  }
}

TEST(ForecasterTest, AGapIsWhatTheModelExpectedFromTheMonthsBeforeIt) {
  // 30 months of 100; the gap in months 26 and 27; much higher afterwards, which is not looked at.
  Vector values = Vector::Constant(30, 100.0);
  values.segment(26, 2).setConstant(kMissing);
  values.tail(2).setConstant(500.0);
  const GapForecast gap = GapOf(History(kStart, values), kStart + 26, 2, {.model = "run-rate"});
  EXPECT_EQ(gap.mean, Vector::Constant(2, 100.0));
  EXPECT_EQ(gap.paths.rows(), 2);
}

TEST(ForecasterTest, AGapBeforeTheFirstValueTakesTheNearestAfterItWithTheDefaultSpread) {
  const GapForecast gap = GapOf(History(kStart + 2, Values({70, 90, 110})), kStart, 2, {.path_count = 4000});
  EXPECT_EQ(gap.mean, Vector::Constant(2, 70.0));
  // 20 % of 70 a month, cut at zero five standard deviations below; the standard error of 4000 draws is 1.1 %.
  const double spread = std::sqrt((gap.paths.row(0).array() - 70.0).square().mean());
  EXPECT_NEAR(spread, 14.0, 4 * 0.011 * 14.0);
}

}  // namespace
}  // namespace prognos::engine
