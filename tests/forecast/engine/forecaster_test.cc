#include "forecast/engine/forecaster.h"

#include <cmath>

#include "forecast/engine/parallel.h"
#include "forecast/engine/path_summary.h"
#include "forecast/models/pooled/pooled_regression.h"
#include "gtest/gtest.h"
#include "messages/model.h"
#include "messages/note.h"
#include "tests/forecast/engine/forecast_series.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::History;
using models::SimulatedSeries;
using models::TrainingData;
using models::Values;

const Month kForecasterStart = Month::January(2018);

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
  TrainingData training = History(kForecasterStart, Vector());
  training.budget = {kForecasterStart, Vector::LinSpaced(12, 10, 120)};
  const SeriesForecast forecast = ForecastOrDie(training, {}, 12);
  EXPECT_EQ(forecast.model, "remaining-budget");
  EXPECT_TRUE(forecast.mean.isApprox(Vector::LinSpaced(12, 10, 120), 1e-5)) << forecast.mean.transpose();
  EXPECT_TRUE(HasRemark(forecast, RemarkCode::kNoHistory));
}

TEST(ForecasterTest, WithNothingAtAllTheForecastIsZeroAndSaysSo) {
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, Vector()), {}, 5);
  EXPECT_EQ(forecast.mean, Vector::Zero(5));
  EXPECT_TRUE(forecast.paths.isZero(0.0));
  EXPECT_EQ(forecast.paths.cols(), 400);
  EXPECT_EQ(forecast.model, "");
  EXPECT_TRUE(HasRemark(forecast, RemarkCode::kNoData));
}

TEST(ForecasterTest, AModelThatAbstainsIsReplacedAndTheReasonGiven) {
  const SeriesForecast forecast =
      ForecastOrDie(History(kForecasterStart, Values({5, 5, 5})), {.model = "seasonal-naive"}, 9);
  EXPECT_EQ(forecast.model, "run-rate");
  EXPECT_EQ(forecast.mean, Vector::Constant(9, 5.0));
  ASSERT_TRUE(HasRemark(forecast, RemarkCode::kModelAbstained));
  EXPECT_EQ(forecast.remarks.front().message,
            messages::note::ModelAbstained(Argument::Reason(messages::model::NeedsKnownMonths("seasonal-naive", 12, 3)),
                                           "run-rate"));
  EXPECT_EQ(forecast.remarks.front().message.English(),
            "seasonal-naive needs at least 12 known months; the history has 3; run-rate is used instead");
}

TEST(ForecasterTest, TheModelAskedForIsUsedEvenWhenAnotherDidBetter) {
  Vector values(56);
  for (int month = 0; month < 56; ++month) values[month] = 100.0 + 10.0 * (month / 12);
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {.model = "seasonal-naive"}, 4);
  EXPECT_EQ(forecast.model, "seasonal-naive");
  EXPECT_NEAR(*forecast.past_error, 40.0, 1e-9);
  // 1.0 x ... the share of the year so far scales by (110 + 10 k) / (100 + 10 k): exact as well.
  EXPECT_NEAR(*forecast.last_years_share_past_error, 0.0, 1e-9);
  EXPECT_EQ(forecast.past_years, 3);
}

TEST(ForecasterTest, AnUnknownModelIsRefusedByName) {
  EXPECT_THAT(ForecastSeries(History(kForecasterStart, Values({1})), {.model = "oracle"}, 3),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::AllOf(testing::HasSubstr("\"oracle\""), testing::HasSubstr(", pooled-regression"))));
}

TEST(ForecasterTest, NothingIsPredictedBelowZeroUnlessHistoryWasThere) {
  // Falls by 20 a month towards zero.
  Vector values = Vector::LinSpaced(40, 800, 20);
  const SeriesForecast falling = ForecastOrDie(History(kForecasterStart, values), {.model = "seasonal-regression"}, 8);
  EXPECT_GE(falling.mean.minCoeff(), 0.0);
  EXPECT_GE(falling.paths.minCoeff(), 0.0);
  values[7] = -50.0;
  RandomGenerator generator(1);
  for (double& value : values) value += 30.0 * generator.Normal() - 40.0;
  const SeriesForecast free = ForecastOrDie(History(kForecasterStart, values), {.model = "seasonal-regression"}, 8);
  EXPECT_LT(free.paths.minCoeff(), 0.0);
}

TEST(ForecasterTest, AnAbsurdForecastIsHeldToTenTimesTheLargestMonth) {
  // Last year's share of a first quarter that was next to nothing: 3000 over 3e-6 times what was left of last year.
  Vector values = Vector::Constant(15, 1000.0);
  values.head(3).setConstant(1e-6);
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {.model = "last-years-share"}, 9);
  EXPECT_LE(forecast.paths.maxCoeff(), 10'000.0);
  // Half of the paths are cut; the expected value is their mean, well above every known month.
  EXPECT_LE(forecast.mean.maxCoeff(), 10'000.0);
  EXPECT_GT(forecast.mean.minCoeff(), 5'000.0);
}

TEST(ForecasterTest, UnderTwoYearsOfHistoryIsRemarkedOn) {
  EXPECT_TRUE(HasRemark(ForecastOrDie(History(kForecasterStart, Vector::Ones(23)), {}, 1), RemarkCode::kShortHistory));
  EXPECT_FALSE(HasRemark(ForecastOrDie(History(kForecasterStart, Vector::Ones(24)), {}, 1), RemarkCode::kShortHistory));
}

TEST(ForecasterTest, ADoubleBookingIsToldAndNotExpectedAgain) {
  RandomGenerator generator(4);
  Vector values = SimulatedSeries{.season_size = 200, .sigma = 30}.Draw(68, generator);
  const SeriesForecast without = ForecastOrDie(History(kForecasterStart, values), {}, 4);
  values[62] *= 2.0;  // March 2023.
  const SeriesForecast with = ForecastOrDie(History(kForecasterStart, values), {}, 4);
  ASSERT_EQ(with.remarks.size(), 1u);
  EXPECT_EQ(with.remarks[0].code, RemarkCode::kOneOff);
  EXPECT_EQ(with.remarks[0].month, kForecasterStart + 62);
  EXPECT_NEAR(with.mean.sum() / without.mean.sum(), 1.0, 0.01);
}

TEST(ForecasterTest, ALastMonthThatStandsOutIsToldAndFollowedPartOfTheWay) {
  Vector values = Vector::Constant(56, 100.0);
  values[20] = 200.0;
  const double calm = ForecastOrDie(History(kForecasterStart, values), {}, 4).mean.sum();
  values[55] = 160.0;
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {}, 4);
  ASSERT_FALSE(forecast.remarks.empty());
  EXPECT_EQ(forecast.remarks.back().code, RemarkCode::kLastMonthOut);
  EXPECT_EQ(forecast.remarks.back().month, kForecasterStart + 55);
  EXPECT_GT(forecast.mean.sum(), calm);
  EXPECT_LT(forecast.mean.sum(), 2.0 * calm);
}

// 50 where 100 was expected: half of August is booked, and the rest of the year is not halved.
TEST(ForecasterTest, AHalfBookedLastMonthIsToldWithWhatIsFollowedAndMovesTheForecastLittle) {
  Vector values = Vector::Constant(56, 100.0);
  values[55] = 50.0;
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {}, 4);
  EXPECT_NEAR(forecast.mean.sum(), 400.0, 8.0);
  ASSERT_EQ(forecast.remarks.size(), 1u);
  EXPECT_EQ(forecast.remarks[0].code, RemarkCode::kLastMonthOut);
  ASSERT_TRUE(forecast.remarks[0].doubted.has_value());
  EXPECT_EQ(forecast.remarks[0].doubted->fault, BookingFault::kHalfBooked);
  EXPECT_NEAR(forecast.remarks[0].doubted->expected, 100.0, 1e-9);
  EXPECT_THAT(forecast.remarks[0].message.English(),
              testing::HasSubstr(" holds 50 where 100 was expected; it may be half booked, and the forecast follows it "
                                 "to 0 per cent"));
}

// The next month has no value yet, and says nothing of why.
TEST(ForecasterTest, TheLastMonthIsTheLastKnownOne) {
  Vector values = Vector::Constant(56, 100.0);
  values[54] = 200.0;
  values[55] = kMissing;
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {}, 4);
  ASSERT_EQ(forecast.remarks.size(), 1u);
  EXPECT_EQ(forecast.remarks[0].code, RemarkCode::kLastMonthOut);
  EXPECT_EQ(forecast.remarks[0].month, kForecasterStart + 54);
}

TEST(ForecasterTest, AOneOffAmongSmallVolumesIsToldWithItsFigures) {
  Vector values = Vector::Constant(56, 2.25);
  values[50] = 7.5;
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {}, 4);
  ASSERT_EQ(forecast.remarks.size(), 1u);
  EXPECT_THAT(forecast.remarks[0].message.English(), testing::HasSubstr("holds 7.5, "));
  EXPECT_THAT(forecast.remarks[0].message.English(), testing::HasSubstr("2.25 is what is expected"));
  EXPECT_THAT(*forecast.remarks[0].message.In(Language::kSwedish), testing::HasSubstr("2,25 är vad som väntas"));
}

TEST(ForecasterTest, OneOffsOfLongAgoAreNotTold) {
  Vector values = Vector::Constant(80, 100.0);
  values[80 - kMonthsOfOneOffs - 1] = 200.0;
  EXPECT_TRUE(ForecastOrDie(History(kForecasterStart, values), {}, 4).remarks.empty());
  values[80 - kMonthsOfOneOffs] = 200.0;
  EXPECT_TRUE(HasRemark(ForecastOrDie(History(kForecasterStart, values), {}, 4), RemarkCode::kOneOff));
}

TEST(ForecasterTest, AModelAskedForSeesEveryMonthAsItIs) {
  Vector values = Vector::Constant(56, 100.0);
  values[50] = 200.0;
  // Run rate of January-August 2022: (7 x 100 + 200) / 8.
  const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values), {.model = "run-rate"}, 4);
  EXPECT_TRUE(forecast.mean.isApprox(Vector::Constant(4, 112.5), 1e-3)) << forecast.mean.transpose();
  EXPECT_TRUE(forecast.remarks.empty());
}

TEST(ForecasterTest, AnyLengthOfHistoryAnswersWithOrderedFinitePaths) {
  RandomGenerator generator(2);
  const Vector values = SimulatedSeries{.season_size = 300, .phi = 0.5, .sigma = 100}.Draw(60, generator);
  for (int months = 0; months <= 60; ++months) {
    const SeriesForecast forecast = ForecastOrDie(History(kForecasterStart, values.head(months)), {}, 12);
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
  const GapForecast gap = GapOf(History(kForecasterStart, values), kForecasterStart + 26, 2, {.model = "run-rate"});
  EXPECT_EQ(gap.mean, Vector::Constant(2, 100.0));
  EXPECT_EQ(gap.paths.rows(), 2);
}

TEST(ForecasterTest, AGapBeforeTheFirstValueTakesTheNearestAfterItWithTheDefaultSpread) {
  const GapForecast gap =
      GapOf(History(kForecasterStart + 2, Values({70, 90, 110})), kForecasterStart, 2, {.path_count = 4000});
  EXPECT_EQ(gap.mean, Vector::Constant(2, 70.0));
  // 20 % of 70 a month, cut at zero five standard deviations below; the standard error of 4000 draws is 1.1 %.
  const double spread = std::sqrt((gap.paths.row(0).array() - 70.0).square().mean());
  EXPECT_NEAR(spread, 14.0, 4 * 0.011 * 14.0);
}

// Two series of unlike noise; alone, a gap moves with its group as the prior says: 0.05. Of 20 000 paths the
// correlation has a standard error of 0.007.
TEST(ForecasterTest, TheGapsOfAGroupMoveTogetherAndThoseOfTwoGroupsDoNot) {
  RandomGenerator generator(11);
  const SimulatedSeries kind{.level = 5000.0, .sigma = 50};
  std::vector<SeriesTask> tasks;
  for (const int group : {0, 1, 1}) {
    tasks.push_back(
        {History(kForecasterStart, kind.Draw(60, generator)), 0, static_cast<uint64_t>(tasks.size()), 0, group});
  }
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Forecaster forecaster, Forecaster::Prepare(tasks, {.path_count = 20'000}));
  std::vector<Vector> totals;
  for (int at = 0; at < 3; ++at) {
    const Vector sums =
        PathTotals(forecaster.DrawGap(at, kForecasterStart + 50, 3, static_cast<uint64_t>(100 + at)).paths);
    totals.push_back((sums.array() - sums.mean()).matrix().normalized());
  }
  EXPECT_NEAR(totals[1].dot(totals[2]), 0.05, 0.025);
  EXPECT_NEAR(totals[0].dot(totals[1]), 0.0, 0.025);
}

// Twelve series of 92 months, up to August 2021, that share a season; September-December are asked for.
std::vector<SeriesTask> PoolOfTwelve() {
  RandomGenerator generator(9);
  std::vector<SeriesTask> tasks;
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const SimulatedSeries kind{.season_size = 300, .phi = 0.4, .sigma = 60};
    tasks.push_back({History(Month::January(2014), kind.Draw(92, generator)), 4, seed});
  }
  return tasks;
}

ForecastOptions ByPool(int threads = 1) {
  return {.model = "pooled-regression", .path_count = 200, .threads = threads};
}

SeriesForecast DrawFirst(std::vector<SeriesTask> tasks) {
  const absl::StatusOr<Forecaster> forecaster = Forecaster::Prepare(std::move(tasks), ByPool());
  EXPECT_TRUE(forecaster.ok()) << forecaster.status();
  return forecaster->Draw(0);
}

TEST(ForecasterTest, PooledRegressionAnswersAloneWithItsPastErrorBesideLastYearsShare) {
  const SeriesForecast forecast = DrawFirst(PoolOfTwelve());
  EXPECT_EQ(forecast.model, "pooled-regression");
  EXPECT_THAT(DecodeMessage(forecast.specification).English(), testing::StartsWith("pooled over 12 series"));
  EXPECT_EQ(forecast.paths.cols(), 200);
  EXPECT_EQ(forecast.past_years, 5);
  EXPECT_TRUE(forecast.past_error.has_value());
  EXPECT_TRUE(forecast.last_years_share_past_error.has_value());
  EXPECT_TRUE(forecast.remarks.empty());
}

// |sum of September-December as forecast by a pool cut at August - sum of the actual ones|, over five years.
TEST(ForecasterTest, ThePastErrorOfPooledRegressionIsThatOfPoolsCutAtEachOrigin) {
  const std::vector<SeriesTask> tasks = PoolOfTwelve();
  const MonthlySeries& history = tasks[0].training.history;
  double sum = 0.0;
  for (int back = 1; back <= 5; ++back) {
    const Month origin = history.end() - back * kMonthsPerYear;
    std::vector<MonthlySeries> known;
    for (const SeriesTask& task : tasks) known.push_back(task.training.history.Before(origin));
    const models::PooledModel model(*models::PooledRegression::Fit(known));
    TrainingData training;
    training.history = known[0];
    sum += std::abs((*model.Fit(training))->Mean(4).sum() - history.SumBetween(origin, origin + 3));
  }
  EXPECT_DOUBLE_EQ(*DrawFirst(tasks).past_error, sum / 5);
}

TEST(ForecasterTest, PooledRegressionLearnsFromTheSeriesOfItsPoolOnly) {
  std::vector<SeriesTask> tasks = PoolOfTwelve();
  for (size_t at = 6; at < tasks.size(); ++at) tasks[at].pool = 1;
  const SeriesForecast before = DrawFirst(tasks);
  tasks[7].training.history.values *= 2.0;
  tasks[7].training.history.values.tail(20).setConstant(10.0);
  const SeriesForecast other_pool = DrawFirst(tasks);
  EXPECT_EQ(other_pool.paths, before.paths);
  EXPECT_EQ(other_pool.past_error, before.past_error);
  tasks[7].pool = 0;
  EXPECT_NE(DrawFirst(tasks).paths, before.paths);
}

TEST(ForecasterTest, PooledRegressionIsTheSameForAnyNumberOfThreads) {
  std::vector<SeriesForecast> one, two;
  for (const int threads : {1, 2}) {
    std::vector<SeriesForecast>& forecasts = threads == 1 ? one : two;
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Forecaster forecaster, Forecaster::Prepare(PoolOfTwelve(), ByPool(threads)));
    forecasts.resize(12);
    ParallelFor(12, threads, [&](int at) { forecasts[static_cast<size_t>(at)] = forecaster.Draw(at); });
  }
  for (size_t at = 0; at < one.size(); ++at) {
    EXPECT_EQ(one[at].paths, two[at].paths) << at;
    EXPECT_EQ(one[at].past_error, two[at].past_error) << at;
  }
}

TEST(ForecasterTest, WhereAPoolHasTooLittleToTeachTheDefaultAnswersAndTheReasonIsGiven) {
  std::vector<SeriesTask> tasks = PoolOfTwelve();
  tasks.resize(1);
  const SeriesForecast forecast = DrawFirst(tasks);
  EXPECT_EQ(forecast.model, kDefaultModel);
  ASSERT_TRUE(HasRemark(forecast, RemarkCode::kModelAbstained));
  EXPECT_EQ(
      forecast.remarks.front().message.English(),
      "pooled-regression needs 100 months with a year after them to learn from; the 1 series that learn from each "
      "other have 80; default is used instead");
}

TEST(ForecasterTest, ANewSeriesWithoutAMonthIsForecastByItsBudgetBesideItsPool) {
  std::vector<SeriesTask> tasks = PoolOfTwelve();
  tasks[0].training.history = {Month::January(2021), Vector()};
  tasks[0].training.budget = {Month::January(2021), Vector::Constant(12, 50.0)};
  const SeriesForecast forecast = DrawFirst(tasks);
  EXPECT_EQ(forecast.model, "remaining-budget");
  EXPECT_TRUE(HasRemark(forecast, RemarkCode::kModelAbstained));
}

// The truth of September-December is 1000 + 300 sin(2 pi m / 12), m = 8 ... 11: 740, 700, 740 and 850.
TEST(ForecasterTest, AGapIsFilledByWhatThePoolHasTaught) {
  std::vector<SeriesTask> tasks = PoolOfTwelve();
  MonthlySeries& history = tasks[0].training.history;
  history = {Month::January(2020), history.values.tail(20)};
  history.values.segment(8, 4).setConstant(kMissing);  // September-December 2020; eight months come before them.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Forecaster forecaster, Forecaster::Prepare(tasks, ByPool()));
  const GapForecast gap = forecaster.DrawGap(0, Month::January(2020) + 8, 4, 0);
  EXPECT_NEAR(gap.mean.sum(), 3030.4, 200.0);
  EXPECT_EQ(gap.paths.cols(), 200);
  // By itself it knows only that the eight months were 1000 + 300 (0 + 0.5 + 0.87 + 1 + 0.87 + 0.5 + 0 - 0.5) / 8.
  const GapForecast alone = GapOf(tasks[0].training, Month::January(2020) + 8, 4, {.model = "run-rate"});
  EXPECT_GT(alone.mean.sum(), 4000.0);
}

}  // namespace
}  // namespace prognos::engine
