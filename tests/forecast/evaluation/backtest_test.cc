#include "forecast/evaluation/backtest.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "absl/time/clock.h"
#include "forecast/base/random.h"
#include "forecast/models/pooled/pooled_regression.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::evaluation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Three years, kronor a month:   January-April   May-December   year
//                         2020        10              20         200
//                         2021        20              30         320
//                         2022        30              30         360
MonthlySeries Steps() {
  MonthlySeries series{Month::January(2020), Vector(36)};
  series.values << Vector::Constant(4, 10), Vector::Constant(8, 20), Vector::Constant(4, 20), Vector::Constant(8, 30),
      Vector::Constant(12, 30);
  return series;
}

// The engine moves a forecast into the middle of its paths, to about nine digits.
constexpr double kOfPaths = 1e-6;

BacktestInput StepsInput() { return {{{"a.cost", Steps(), {}}}, {{{{0, 1}}}}}; }

BacktestOptions SpringOf(std::vector<int> years) {
  BacktestOptions options;
  options.years = std::move(years);
  options.last_known_months = {4};
  options.least_months_before = 12;
  options.path_count = 200;
  return options;
}

// Six years of a noisy, seasonal series.
MonthlySeries Noisy(uint64_t seed, double level) {
  RandomGenerator generator(seed);
  MonthlySeries series{Month::January(2017), Vector(72)};
  for (int at = 0; at < 72; ++at) {
    series.values[at] = level * (1.0 + 0.2 * std::sin(at % 12) + 0.05 * generator.Normal());
  }
  return series;
}

// Cost of two activities and revenue of one: rows of the series, of cost, and of cost - revenue.
BacktestInput Municipality() {
  BacktestInput input;
  input.series = {{"a.cost", Noisy(1, 100), {}}, {"b.cost", Noisy(2, 40), {}}, {"b.revenue", Noisy(3, 30), {}}};
  input.rows = {{{{0, 1}}}, {{{1, 1}}}, {{{2, 1}}}, {{{0, 1}, {1, 1}}}, {{{0, 1}, {1, 1}, {2, -1}}}};
  return input;
}

int ModelIndex(const BacktestOptions& options, const std::string& name) {
  const std::vector<std::string> names = BacktestModels(options);
  return static_cast<int>(std::find(names.begin(), names.end(), name) - names.begin());
}

BacktestForecast Find(const std::vector<BacktestForecast>& forecasts, int row, int model, int year, int month = 4) {
  for (const BacktestForecast& one : forecasts) {
    if (one.row == row && one.model == model && one.round.year == year && one.round.last_known_month == month)
      return one;
  }
  ADD_FAILURE() << "no case of row " << row << ", model " << model << ", " << year << "-" << month;
  return {};
}

// All numbers of a case, bit for bit.
std::vector<double> Numbers(const std::vector<BacktestForecast>& forecasts) {
  std::vector<double> numbers;
  for (const BacktestForecast& one : forecasts) {
    for (const double value : {static_cast<double>(one.row), static_cast<double>(one.model),
                               static_cast<double>(one.round.year), static_cast<double>(one.round.last_known_month),
                               one.actual, one.forecast, one.crps, static_cast<double>(one.fallbacks)}) {
      numbers.push_back(std::isnan(value) ? -1e99 : value);
    }
    for (const double value : one.quantiles) numbers.push_back(std::isnan(value) ? -1e99 : value);
  }
  return numbers;
}

TEST(BacktestTest, TheHumanRulesForecastWhatAPocketCalculatorDoes) {
  const BacktestOptions options = SpringOf({2021, 2022});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(StepsInput(), options));
  const int run_rate = ModelIndex(options, "run-rate");
  const int share = ModelIndex(options, "last-years-share");
  // Run rate: 12 x 20 = 240 and 12 x 30 = 360.
  EXPECT_NEAR(Find(forecasts, 0, run_rate, 2021).forecast, 240, kOfPaths);
  EXPECT_NEAR(Find(forecasts, 0, run_rate, 2022).forecast, 360, kOfPaths);
  // Last year's share: 80 + (80 / 40) x 160 = 400 and 120 + (120 / 80) x 240 = 480.
  EXPECT_NEAR(Find(forecasts, 0, share, 2021).forecast, 400, kOfPaths);
  EXPECT_NEAR(Find(forecasts, 0, share, 2022).forecast, 480, kOfPaths);
  EXPECT_DOUBLE_EQ(Find(forecasts, 0, share, 2021).actual, 320);
  EXPECT_DOUBLE_EQ(Find(forecasts, 0, share, 2022).actual, 360);
  // Without a budget the remaining budget abstains.
  EXPECT_TRUE(std::isnan(Find(forecasts, 0, ModelIndex(options, "remaining-budget"), 2022).forecast));
}

// Of 30, 30, 30 and 31 the run rate is 30.25 a month: 121 + 8 x 30.25 = 363, and 121 + 8 x 30 = 361 in whole parts.
TEST(BacktestTest, InWholePartsEachMonthIsRoundedAsInForecasts) {
  BacktestInput input = StepsInput();
  input.series[0].history.values[27] = 31;
  BacktestOptions options = SpringOf({2022});
  const int run_rate = ModelIndex(options, "run-rate");
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> exact, RunBacktest(input, options));
  EXPECT_NEAR(Find(exact, 0, run_rate, 2022).forecast, 363, kOfPaths);
  options.whole_parts = true;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> whole, RunBacktest(input, options));
  EXPECT_DOUBLE_EQ(Find(whole, 0, run_rate, 2022).forecast, 361);
}

// 1000 öre a month, 13 000 in March 2022; October ... December 2022 are twice as dear, as was known. Without the
// payment the run rate of the höstprognos is 1000 a month:
//   forecast = 7 x 1000 + 13 000 + 1000 + 3 x 2000 = 27 000, which came true.
// Had nobody known of either before November, it would have been 20 000 + 4 x 20 000 / 8 = 30 000.
TEST(BacktestTest, WhatWasKnownIsTakenOutOfThePastAndPutOnTheFuture) {
  BacktestInput input{{{"a.cost", {Month::January(2020), Vector::Constant(36, 1000.0)}, {}, Flow::kCost}},
                      {{{{0, 1}}}}};
  const Month march = Month::January(2022) + 2;
  input.series[0].history.values[26] += 12'000.0;
  input.series[0].history.values.tail(3).setConstant(2000.0);
  input.series[0].effects = {{.first = march, .last = march, .amount = 12'000.0},
                             {.first = march + 7, .last = march + 9, .factor = 2.0}};
  BacktestOptions options = SpringOf({2022});
  options.last_known_months = {8};
  const int run_rate = ModelIndex(options, "run-rate");
  PROGNOS_ASSERT_OK_AND_ASSIGN(std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  EXPECT_NEAR(Find(forecasts, 0, run_rate, 2022, 8).forecast, 27'000, 0.1);
  EXPECT_EQ(Find(forecasts, 0, run_rate, 2022, 8).actual, 27'000);
  for (auto& effect : input.series[0].effects) effect.known_from = march + 8;
  PROGNOS_ASSERT_OK_AND_ASSIGN(forecasts, RunBacktest(input, options));
  EXPECT_NEAR(Find(forecasts, 0, run_rate, 2022, 8).forecast, 30'000, 0.1);
}

TEST(BacktestTest, TheMonthsAfterTheOriginStandOneByOne) {
  BacktestInput input = StepsInput();
  input.rows.push_back({{{0, -1}}});
  const BacktestOptions options = SpringOf({2021});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  const BacktestForecast run_rate = Find(forecasts, 0, ModelIndex(options, "run-rate"), 2021);
  ASSERT_EQ(run_rate.months.size(), 8u);  // May ... December.
  double sum = 80.0;                      // January ... April.
  for (const BacktestMonth& month : run_rate.months) {
    EXPECT_DOUBLE_EQ(month.actual, 30.0);
    EXPECT_NEAR(month.forecast, 20.0, kOfPaths);
    EXPECT_TRUE(std::is_sorted(month.quantiles.begin(), month.quantiles.end()));
    sum += month.forecast;
  }
  EXPECT_NEAR(sum, run_rate.forecast, kOfPaths);
  // January-April 2021 against 2020: four differences of 10. Nothing before them has a year before it.
  EXPECT_DOUBLE_EQ(run_rate.month_scale.absolute, 10.0);
  EXPECT_DOUBLE_EQ(run_rate.month_scale.squared, 100.0);
  const BacktestForecast turned = Find(forecasts, 1, ModelIndex(options, "run-rate"), 2021);
  EXPECT_DOUBLE_EQ(turned.months[0].actual, -30.0);
  EXPECT_DOUBLE_EQ(turned.months[0].quantiles[0], -run_rate.months[0].quantiles[3]);
  EXPECT_DOUBLE_EQ(turned.months[0].quantiles[2], -run_rate.months[0].quantiles[1]);
}

// In April 2022 twelve months end in December 2021 ... April 2022 that have twelve before them; every month of them is
// 10 above the one a year before.
TEST(BacktestTest, TheScaleOfAYearIsTheDifferenceBetweenTwelveMonthsAndThoseBeforeThem) {
  const BacktestOptions options = SpringOf({2021, 2022});
  PROGNOS_ASSERT_OK_AND_ASSIGN(std::vector<BacktestForecast> forecasts, RunBacktest(StepsInput(), options));
  EXPECT_DOUBLE_EQ(Find(forecasts, 0, 0, 2022).year_scale.absolute, 120.0);
  EXPECT_DOUBLE_EQ(Find(forecasts, 0, 0, 2022).year_scale.squared, 120.0 * 120.0);
  EXPECT_TRUE(std::isnan(Find(forecasts, 0, 0, 2021).year_scale.absolute));  // Sixteen months have no such pair.
  BacktestInput gap = StepsInput();
  gap.series[0].history.values[5] = kMissing;  // June 2020: in each of the earlier twelve.
  PROGNOS_ASSERT_OK_AND_ASSIGN(forecasts, RunBacktest(gap, SpringOf({2022})));
  EXPECT_TRUE(std::isnan(Find(forecasts, 0, 0, 2022).year_scale.squared));
}

// A revenue of 5 a month from 2021 on: net, the months of 2021 are 5 above those of 2020, those of 2022 again 10. The
// differences of the years that end in December ... April are 60, 65, 70, 75 and 80.
TEST(BacktestTest, TheYearlyScaleOfASumIsThatOfTheSummedMonths) {
  BacktestInput input = StepsInput();
  input.series.push_back({"a.revenue", {Month::January(2021), Vector::Constant(24, 5)}, {}});
  input.rows.push_back({{{0, 1}, {1, -1}}});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, SpringOf({2022})));
  const BacktestForecast net = Find(forecasts, 1, 0, 2022);
  EXPECT_DOUBLE_EQ(net.year_scale.absolute, 70.0);
  EXPECT_DOUBLE_EQ(net.year_scale.squared, (3600.0 + 4225 + 4900 + 5625 + 6400) / 5);
  EXPECT_TRUE(std::isnan(net.month_scale.absolute));
}

TEST(BacktestTest, SumsOfSeriesAndAbstentionsHaveNoMonths) {
  const BacktestOptions options = SpringOf({2021});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(Municipality(), options));
  EXPECT_EQ(Find(forecasts, 0, 0, 2021).months.size(), 8u);
  EXPECT_TRUE(Find(forecasts, 3, 0, 2021).months.empty());
  EXPECT_TRUE(Find(forecasts, 0, ModelIndex(options, "remaining-budget"), 2021).months.empty());
}

TEST(BacktestTest, TheBudgetIsTheRowsOwnWithItsSigns) {
  BacktestInput input = StepsInput();
  input.series.push_back({"a.revenue", Steps(), {Month::January(2022), Vector::Constant(12, 5)}});
  input.series[0].budget = {Month::January(2021), Vector::Constant(24, 25)};
  input.rows.push_back({{{0, 1}, {1, -1}}});
  const BacktestOptions options = SpringOf({2021, 2022});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  EXPECT_DOUBLE_EQ(Find(forecasts, 0, 0, 2021).budget, 300);
  EXPECT_DOUBLE_EQ(Find(forecasts, 1, 0, 2021).budget, 300);       // The revenue has none that year.
  EXPECT_DOUBLE_EQ(Find(forecasts, 1, 0, 2022).budget, 300 - 60);  // 12 x 25 - 12 x 5.
  // The remaining budget in April 2022: 120 known + 8 x 25.
  EXPECT_NEAR(Find(forecasts, 0, ModelIndex(options, "remaining-budget"), 2022).forecast, 320, kOfPaths);
}

TEST(BacktestTest, WhatCameAfterTheOriginChangesNoForecast) {
  BacktestOptions options = SpringOf({2021});
  options.models = {"theta", "ets", "seasonal-regression", "pooled-regression"};
  const BacktestInput input = Municipality();
  BacktestInput later = input;
  const Month origin = Month::January(2021) + 4;
  for (auto& series : later.series) {
    for (Month month = origin; month < series.history.end(); month = month + 1) {
      series.history.values[month - series.history.first] *= 1.0 + 3.0 * ((month - origin) % 5);
    }
  }
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> before, RunBacktest(input, options));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> after, RunBacktest(later, options));
  ASSERT_EQ(before.size(), after.size());
  ASSERT_FALSE(before.empty());
  for (size_t i = 0; i < before.size(); ++i) {
    EXPECT_NE(before[i].actual, after[i].actual);
    if (std::isnan(before[i].forecast)) continue;
    EXPECT_EQ(before[i].forecast, after[i].forecast) << i;
    EXPECT_EQ(before[i].quantiles, after[i].quantiles) << i;
  }
}

TEST(BacktestTest, TheErrorOfASumIsTheSumOfTheErrors) {
  BacktestOptions options = SpringOf({2020, 2021, 2022});
  options.last_known_months = {3, 8};
  const BacktestInput input = Municipality();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  int compared = 0;
  for (const BacktestForecast& sum : forecasts) {
    if (sum.row != 4 || std::isnan(sum.forecast)) continue;
    double error = 0.0;
    for (const BacktestTerm& term : input.rows[4].terms) {
      const BacktestForecast part = Find(forecasts, term.series, sum.model, sum.round.year, sum.round.last_known_month);
      error += term.sign * (part.actual - part.forecast);
    }
    EXPECT_NEAR(sum.actual - sum.forecast, error, 1e-9);
    ++compared;
  }
  // Three years x two rounds x six models, less the remaining budget, which abstains: 30.
  EXPECT_EQ(compared, 30);
}

TEST(BacktestTest, TheIntervalOfASumIsNarrowerThanTheSumOfIntervals) {
  const BacktestOptions options = SpringOf({2021});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(Municipality(), options));
  const auto width = [&](int row) {
    const BacktestForecast one = Find(forecasts, row, 0, 2021);
    return one.quantiles[6] - one.quantiles[0];
  };
  EXPECT_GT(width(3), 0.0);
  EXPECT_LT(width(3), width(0) + width(1));
}

TEST(BacktestTest, AnyNumberOfThreadsGivesTheSameBits) {
  BacktestOptions options = SpringOf({2020, 2021});
  options.models = {"theta", "pooled-regression"};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> one, RunBacktest(Municipality(), options));
  options.threads = 5;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> five, RunBacktest(Municipality(), options));
  EXPECT_EQ(Numbers(one), Numbers(five));
}

TEST(BacktestTest, ASumTakesTheDefaultWhereTheModelAbstainsAndSaysSo) {
  BacktestInput input = Municipality();
  input.series[0].budget = {Month::January(2021), Vector::Constant(12, 90)};
  const BacktestOptions options = SpringOf({2021});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  const int budget = ModelIndex(options, "remaining-budget");
  EXPECT_TRUE(std::isnan(Find(forecasts, 1, budget, 2021).forecast));
  const BacktestForecast sum = Find(forecasts, 3, budget, 2021);
  EXPECT_EQ(sum.fallbacks, 1);
  EXPECT_NEAR(sum.forecast, Find(forecasts, 0, budget, 2021).forecast + Find(forecasts, 1, 0, 2021).forecast, 1e-9);
}

TEST(BacktestTest, OnlyCompleteYearsWithEnoughMonthsBeforeThemCount) {
  BacktestInput input = StepsInput();  // 2020-01 ... 2022-12.
  EXPECT_THAT(CompleteYears(input, 12), ElementsAre(2021, 2022));
  EXPECT_THAT(CompleteYears(input, 24), ElementsAre(2022));
  input.series[0].history.values[20] = kMissing;  // 2021-09: neither a whole year nor twelve months before 2022 less.
  EXPECT_THAT(CompleteYears(input, 12), ElementsAre(2022));
  EXPECT_THAT(CompleteYears(input, 24), ElementsAre());
}

TEST(BacktestTest, ASumWaitsForASeriesThatIsStillBeingBooked) {
  BacktestInput input = Municipality();
  const BacktestOptions options = SpringOf({2022});
  input.series[1].history.values.conservativeResize(70);  // To October 2022; the others to December.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> open, RunBacktest(input, options));
  EXPECT_TRUE(std::none_of(open.begin(), open.end(), [](const BacktestForecast& one) { return one.row == 3; }));
  // Once others have gone on into 2023 it has ended instead, and its last months are months without bookings.
  input.series[0].history.values.conservativeResize(73);
  input.series[0].history.values[72] = 100;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> ended, RunBacktest(input, options));
  EXPECT_NEAR(Find(ended, 3, 0, 2022).actual,
              input.series[0].history.values.segment(60, 12).sum() + input.series[1].history.values.tail(10).sum(),
              1e-9);
}

TEST(BacktestTest, ASeriesThatNobodyKnewOfIsForecastAsZero) {
  BacktestInput input = Municipality();
  input.series[1].history = {Month::January(2021) + 6, Vector::Constant(18, 7)};  // Begins in July 2021.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, SpringOf({2021})));
  EXPECT_NEAR(Find(forecasts, 3, 0, 2021).forecast, Find(forecasts, 0, 0, 2021).forecast, 1e-9);
  EXPECT_NEAR(Find(forecasts, 3, 0, 2021).actual, Find(forecasts, 0, 0, 2021).actual + 6 * 7, 1e-9);
}

TEST(BacktestTest, ABudgetIsAllThatIsKnownOfANewSeries) {
  BacktestInput input = Municipality();
  input.series[1].history = {Month::January(2021) + 6, Vector::Constant(18, 7)};  // Begins in July 2021.
  input.series[1].budget = {Month::January(2021), Vector::Constant(12, 5)};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, SpringOf({2021})));
  // Eight of the twelve months were still to come: 8 x 5.
  EXPECT_NEAR(Find(forecasts, 3, 0, 2021).forecast, Find(forecasts, 0, 0, 2021).forecast + 40, 1e-9);
}

TEST(BacktestTest, CancellationReachesTheFitsInsideTheDefault) {
  std::atomic<int> asked = 0;
  std::atomic<int> made = 0;
  BacktestControl control;
  control.cancelled = [&] { return ++asked > 20; };
  control.progress = [&](int) { ++made; };
  EXPECT_THAT(RunBacktest(Municipality(), SpringOf({2021}), control), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(made, 0);  // Twenty fits are fewer than the default makes before its first forecast.
}

TEST(BacktestTest, ACancelledBacktestStopsBeforeTheNextForecast) {
  std::atomic<int> made = 0;
  BacktestControl control;
  control.progress = [&](int done) { made = done; };
  control.cancelled = [&] { return made >= 2; };
  EXPECT_THAT(RunBacktest(Municipality(), SpringOf({2021}), control), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(made, 2);
}

TEST(BacktestTest, AtTheDeadlineItStops) {
  BacktestControl control;
  control.deadline = absl::Now() - absl::Seconds(1);
  EXPECT_THAT(RunBacktest(Municipality(), SpringOf({2021}), control), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

// Each row is one series; the sum of May-December is that of the paths' mean, shifted by rounding alone.
TEST(BacktestTest, PooledRegressionLearnsFromAllSeriesOfThePoolAsTheyWereAtTheOrigin) {
  BacktestOptions options = SpringOf({2021});
  options.models = {"pooled-regression"};
  BacktestInput input = Municipality();
  input.series.push_back({"b.days", Noisy(4, 7), {}, Flow::kVolume});  // Alone in its pool, and in no row.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  const Month january = Month::January(2021);
  std::vector<MonthlySeries> known;
  for (int at = 0; at < 3; ++at) known.push_back(input.series[at].history.Before(january + 4));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto pool, models::PooledRegression::Fit(known));
  const models::PooledModel model(pool);
  for (int at = 0; at < 3; ++at) {
    models::TrainingData training;
    training.history = known[at];
    const auto fitted = model.Fit(training);
    ASSERT_TRUE(fitted.ok());
    const double by_hand = known[at].SumBetween(january, january + 3) + (*fitted)->Mean(8).sum();
    const BacktestForecast one = Find(forecasts, at, ModelIndex(options, "pooled-regression"), 2021);
    EXPECT_NEAR(one.forecast, by_hand, 1e-6 * by_hand) << at;
    EXPECT_LT(one.quantiles.front(), one.quantiles.back());
  }
}

TEST(BacktestTest, PooledRegressionAbstainsInAPoolWithTooLittleToTeach) {
  BacktestOptions options = SpringOf({2021});
  options.models = {"pooled-regression"};
  BacktestInput input = Municipality();
  input.series[2].flow = Flow::kVolume;  // The revenue; cost of 52 months twice has 80 months with a year after them.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  const int pooled = ModelIndex(options, "pooled-regression");
  for (int row = 0; row < 5; ++row) EXPECT_TRUE(std::isnan(Find(forecasts, row, pooled, 2021).forecast)) << row;
}

TEST(BacktestTest, ProgressCountsEveryForecastOfTheUnit) {
  std::atomic<int> calls = 0;
  BacktestControl control;
  control.progress = [&](int) { ++calls; };
  const BacktestOptions options = SpringOf({2021});
  ASSERT_THAT(RunBacktestRound(Municipality(), options, {2021, 4}, control), IsOk());
  EXPECT_EQ(calls, CountForecasts(Municipality(), options));
  EXPECT_EQ(calls, 3 * 6);  // Series x (the default and five baselines).
}

TEST(BacktestTest, EveryFaultOfTheOptionsIsTold) {
  BacktestOptions options = SpringOf({2022, 2021});
  options.models = {"crystal-ball"};
  options.path_count = 1;
  const absl::Status status = options.Validate();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("years[1]")));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("crystal-ball")));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(", pooled-regression")));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("path_count")));
}

// In May 2021 April was 14 of the 20 that it became: run-rate says 12 x (20 + 20 + 20 + 14) / 4 = 222 of 320.
TEST(BacktestTest, ARoundSeesWhatWasKnownThenAndIsHeldAgainstWhatBecameOfIt) {
  BacktestInput input = StepsInput();
  MonthlySeries then = Steps().Before(Month::January(2021) + 4);
  then.values[15] = 14.0;
  input.as_then[{2021, 4}] = {SeriesAsThen{then}};
  const BacktestOptions options = SpringOf({2021, 2022});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> as_now, RunBacktest(StepsInput(), options));
  const int run_rate = ModelIndex(options, "run-rate");
  EXPECT_NEAR(Find(forecasts, 0, run_rate, 2021).forecast, 222.0, kOfPaths);
  EXPECT_EQ(Find(forecasts, 0, run_rate, 2021).actual, 320.0);
  EXPECT_NEAR(Find(as_now, 0, run_rate, 2021).forecast, 240.0, kOfPaths);
  // Of another round nothing is said: it sees what is known now.
  EXPECT_EQ(Find(forecasts, 0, run_rate, 2022).forecast, Find(as_now, 0, run_rate, 2022).forecast);
}

// Six years of care days that wander, thousandths, and the refund of 1 000 kronor each three months later, öre.
BacktestInput DrivenInput() {
  RandomGenerator generator(11);
  MonthlySeries days{Month::January(2017), Vector(72)};
  double level = 500.0;
  for (double& value : days.values) value = 1000.0 * std::round(level *= std::exp(0.12 * generator.Normal()));
  MonthlySeries refunds{days.first, Vector::Constant(72, 500.0 * 100'000.0)};
  refunds.values.tail(69) = 100.0 * days.values.head(69);
  BacktestInput input;
  input.series = {{.id = "a.revenue", .history = refunds, .budget = {}, .flow = Flow::kRevenue},
                  {.id = "a.days", .history = days, .budget = {}, .flow = Flow::kVolume}};
  input.rows = {{{{0, 1}}}};
  input.drivers = {{.series = 0, .driver = 1, .kind = cases::DriverKind::kRefundLater}};
  return input;
}

TEST(BacktestTest, ADriverDrivesTheRoundsOfTheDefaultAlone) {
  BacktestInput input = DrivenInput();
  const BacktestOptions options = SpringOf({2021, 2022});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> driven, RunBacktest(input, options));
  input.drivers.clear();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> plain, RunBacktest(input, options));
  const int run_rate = ModelIndex(options, "run-rate");
  for (const int year : {2021, 2022}) {
    EXPECT_NE(Find(driven, 0, 0, year).forecast, Find(plain, 0, 0, year).forecast);
    EXPECT_EQ(Find(driven, 0, run_rate, year).forecast, Find(plain, 0, run_rate, year).forecast);
    EXPECT_EQ(Find(driven, 0, 0, year).actual, Find(plain, 0, 0, year).actual);
  }
}

// In May 2022 four fifths of April's refund were booked. Whatever it became since, the round forecasts as if it had
// stayed so: prices, lags and weights are those of the months as they were known then.
TEST(BacktestTest, ADriverSeesWhatWasKnownThen) {
  const Month april = Month::January(2022) + 3;
  BacktestInput grown = DrivenInput();
  MonthlySeries then = grown.series[0].history.Before(april + 1);
  then.values[then.size() - 1] *= 0.8;
  grown.as_then[{2022, 4}] = {SeriesAsThen{then}, std::nullopt};
  BacktestInput stayed = DrivenInput();
  stayed.series[0].history.values[april - stayed.series[0].history.first] *= 0.8;
  const BacktestOptions options = SpringOf({2022});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> of_grown, RunBacktest(grown, options));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> of_stayed, RunBacktest(stayed, options));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> as_now, RunBacktest(DrivenInput(), options));
  EXPECT_EQ(Find(of_grown, 0, 0, 2022).forecast, Find(of_stayed, 0, 0, 2022).forecast);
  EXPECT_EQ(Find(of_grown, 0, 0, 2022).quantiles, Find(of_stayed, 0, 0, 2022).quantiles);
  EXPECT_EQ(Find(of_grown, 0, 0, 2022).actual, Find(as_now, 0, 0, 2022).actual);
  EXPECT_NE(Find(of_grown, 0, 0, 2022).forecast, Find(as_now, 0, 0, 2022).forecast);
}

// Nothing of what came after the round moves it, not even by the driver.
TEST(BacktestTest, WhatCameOfTheDriverAfterTheOriginChangesNoForecast) {
  BacktestInput input = DrivenInput();
  const BacktestOptions options = SpringOf({2021});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> before, RunBacktest(input, options));
  for (int at = 52; at < 72; ++at) input.series[1].history.values[at] *= 3.0;  // From May 2021 on.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> after, RunBacktest(input, options));
  EXPECT_EQ(Find(before, 0, 0, 2021).forecast, Find(after, 0, 0, 2021).forecast);
  EXPECT_EQ(Find(before, 0, 0, 2021).quantiles, Find(after, 0, 0, 2021).quantiles);
}

// December of one part is open while January is booked: the year of the sum is not over, and zero is not what December
// was.
TEST(BacktestTest, AYearWithAMonthThatIsNotFinishedIsNoTruthOfASum) {
  const MonthlySeries part{Month::January(2020), Vector::Constant(37, 10.0)};
  BacktestInput input = {{{"a.cost", part, {}}, {"b.cost", part, {}}}, {{{{0, 1}}}, {{{0, 1}, {1, 1}}}}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> whole, RunBacktest(input, SpringOf({2022})));
  input.series[1].history.values[35] = kMissing;
  input.series[1].unfinished = {{Month::January(2022) + 11, cases::MonthState::kOpen, 3.0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> open, RunBacktest(input, SpringOf({2022})));
  const auto of_sum = [](const BacktestForecast& one) { return one.row == 1; };
  EXPECT_TRUE(std::any_of(whole.begin(), whole.end(), of_sum));
  EXPECT_TRUE(std::none_of(open.begin(), open.end(), of_sum));
  EXPECT_EQ(open.size(), whole.size() / 2);
}

// The same, but that April was expected to become 20, give or take: the forecast as it is now, less sure.
TEST(BacktestTest, AMonthThatWasFillingThenMakesTheIntervalWider) {
  BacktestInput input = StepsInput();
  SeriesAsThen then{Steps().Before(Month::January(2021) + 4)};
  then.unfinished = {{Month::January(2021) + 3, cases::MonthState::kUnspecified, 14.0,
                      models::ExpectedGrowth{20.0, 0.0, 0.0, 100.0, 100.0}}};
  input.as_then[{2021, 4}] = {then};
  const BacktestOptions options = SpringOf({2021});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> forecasts, RunBacktest(input, options));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<BacktestForecast> as_now, RunBacktest(StepsInput(), options));
  const int run_rate = ModelIndex(options, "run-rate");
  const BacktestForecast filling = Find(forecasts, 0, run_rate, 2021);
  EXPECT_NEAR(filling.forecast, 240.0, kOfPaths);
  EXPECT_GT(filling.quantiles[5] - filling.quantiles[1],
            Find(as_now, 0, run_rate, 2021).quantiles[5] - Find(as_now, 0, run_rate, 2021).quantiles[1] + 50.0);
}

}  // namespace
}  // namespace prognos::evaluation
