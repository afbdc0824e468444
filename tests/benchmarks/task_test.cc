#include "benchmarks/task.h"

#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "benchmarks/models.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

using testing::HasSubstr;
using testing::Not;

// Three years from January 2018: month m of every year holds m x 10; the third year is twice the others.
MonthlySeries ThreeYears() {
  MonthlySeries series{Month::January(2018), Vector(36)};
  for (int row = 0; row < 36; ++row) series.values[row] = 10.0 * (row % 12 + 1) * (row >= 24 ? 2.0 : 1.0);
  return series;
}

// The cells of the rows of that model and origin, without the header.
std::vector<std::vector<std::string>> RowsOf(const TaskResult& result, absl::string_view model, int origin) {
  std::vector<std::vector<std::string>> rows;
  for (const absl::string_view line : absl::StrSplit(result.csv, '\n', absl::SkipEmpty())) {
    std::vector<std::string> cells = absl::StrSplit(line, ',');
    if (cells[3] == model && cells[2] == absl::StrCat(origin)) rows.push_back(std::move(cells));
  }
  return rows;
}

// Known: January-April 2020, 20 + 40 + 60 + 80 = 200. Run rate: 200 x 3 = 600. Last year: 780 in all, 100 in the same
// months: 200 x 7.8 = 1560, which is right. Seasonal naive: 200 + (780 - 100) = 880, as the rolling twelve months.
TEST(TaskTest, HumanRulesAreWorkedByHand) {
  const TaskResult result = RunFullYearTask({{"a", ThreeYears(), {}}}, {{4}, 1}, TaskOptions());
  const std::pair<const char*, double> expected[] = {
      {"run-rate", 600.0}, {"last-years-share", 1560.0}, {"seasonal-naive", 880.0}, {"rolling-twelve", 880.0}};
  for (const auto& [rule, full_year] : expected) {
    const auto rows = RowsOf(result, rule, 4);
    ASSERT_EQ(rows.size(), 1u) << rule;
    EXPECT_NEAR(std::stod(rows[0][4]), full_year, 1e-6) << rule;
    EXPECT_EQ(rows[0][9], "1560");
  }
}

TEST(TaskTest, HumanRulesHaveIntervalsAndTheirCoverage) {
  MonthlySeries series = ThreeYears();
  for (int row = 0; row < 36; ++row) series.values[row] += row * row % 7;  // Errors for the rules to learn from.
  const TaskResult result = RunFullYearTask({{"a", series, {}}}, {{8}, 1}, TaskOptions());
  for (const char* rule : {"run-rate", "last-years-share", "seasonal-naive", "rolling-twelve"}) {
    const std::vector<std::string> cells = RowsOf(result, rule, 8).at(0);
    const double lower_80 = std::stod(cells[5]), upper_80 = std::stod(cells[6]);
    EXPECT_LT(lower_80, upper_80) << rule;
    EXPECT_LE(std::stod(cells[7]), lower_80) << rule;
    EXPECT_GE(std::stod(cells[8]), upper_80) << rule;
    const double actual = std::stod(cells[9]);
    // The share inside of the one case, in the table's column after the three errors.
    const std::string share = lower_80 <= actual && actual <= upper_80 ? "100.00" : "0.00";
    for (const absl::string_view line : absl::StrSplit(result.table, '\n')) {
      const std::vector<std::string> columns = absl::StrSplit(line, ' ', absl::SkipEmpty());
      if (columns.empty() || columns[0] != rule) continue;
      EXPECT_EQ(columns.at(6), share) << line;
    }
  }
}

// 100 a month, and 10 per cent dearer from July 2020 on: 6 x 100 + 6 x 110 = 1260. Run rate knows January-April, 12 x
// 100, or to August, (600 + 220) x 12 / 8 = 1230; told of the price it is right at both, in August from the new price
// on.
TEST(TaskTest, EventsAreForecastWithBesideTheRowsWithoutThem) {
  MonthlySeries series{Month::January(2018), Vector::Constant(36, 100.0)};
  series.values.tail(6).setConstant(110.0);
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SeriesEvents events,
      ParseEvents("series,kind,from,to,amount,percent,probability\na,percent,2020-07,,,10,\n", {{"a", series, {}}}));
  FullYearOptions options{{4, 8}, 1};
  const TaskResult before = RunFullYearTask({{"a", series, {}}}, options, TaskOptions());
  options.events = events;
  const TaskResult result = RunFullYearTask({{"a", series, {}}}, options, TaskOptions());
  EXPECT_NEAR(std::stod(RowsOf(result, "run-rate", 4).at(0)[4]), 1200.0, 1e-6);
  EXPECT_NEAR(std::stod(RowsOf(result, "run-rate", 8).at(0)[4]), 1230.0, 1e-6);
  for (const int origin : {4, 8}) {
    EXPECT_NEAR(std::stod(RowsOf(result, "run-rate/events", origin).at(0)[4]), 1260.0, 1e-6);
    EXPECT_EQ(RowsOf(result, "run-rate", origin), RowsOf(before, "run-rate", origin));
  }
}

// Half a chance of 400 once in December: 200 more are expected, and the interval reaches from without to with.
TEST(TaskTest, AnEventThatIsNotCertainWidensTheInterval) {
  const BenchmarkSeries series{"a", {Month::January(2018), Vector::Constant(36, 100.0)}, {}};
  FullYearOptions options{{8}, 1};
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      options.events,
      ParseEvents("series,kind,from,to,amount,percent,probability\na,one-off,2020-12,,400,,0.5\n", {series}));
  const TaskResult result = RunFullYearTask({series}, options, TaskOptions());
  const std::vector<std::string> row = RowsOf(result, "run-rate/events", 8).at(0);
  EXPECT_NEAR(std::stod(row[4]), 1400.0, 1e-6);
  EXPECT_NEAR(std::stod(row[5]), 1200.0, 50.0);
  EXPECT_NEAR(std::stod(row[6]), 1600.0, 50.0);
}

// Two series of 31 000 a month of 31 days, 1000 a day, for years. The roll of April 2020 holds one's placement and not
// the other's: it is over, and less is expected of it. August, of which the file says nothing, and other models stay.
TEST(TaskTest, CommitmentsAreForecastWithBesideTheDefault) {
  MonthlySeries series{Month::January(2017), Vector(48)};
  for (int at = 0; at < 48; ++at) {
    series.values[at] = models::Placement{.start = 0.0, .price_per_day = 1000.0}.CostIn(series.first + at);
  }
  const std::vector<BenchmarkSeries> both = {{"a", series, {}}, {"b", series, {}}};
  FullYearOptions options{{4, 8}, 1};
  TaskOptions task;
  task.models = {"default"};
  task.num_paths = 50;
  PROGNOS_ASSERT_OK_AND_ASSIGN(options.commitments,
                               ParseCommitments("series,origin_month,start,price_per_day\n"
                                                "a,2020-04,2016-01-01,1000\nb,2020-03,2016-01-01,1000\n",
                                                both));
  const TaskResult result = RunFullYearTask(both, options, task);
  EXPECT_TRUE(RowsOf(result, "run-rate/commitments", 4).empty());
  const auto with = RowsOf(result, "default/commitments", 4);
  ASSERT_EQ(with.size(), 2u);
  EXPECT_GT(std::stod(with[0][4]), 300'000.0);
  EXPECT_LT(std::stod(with[1][4]), std::stod(with[0][4]) - 50'000.0);
  const auto later = RowsOf(result, "default/commitments", 8);
  const auto without = RowsOf(result, "default", 8);
  for (size_t at = 0; at < 2; ++at) EXPECT_EQ(later[at][4], without[at][4]);
  EXPECT_THAT(result.table, testing::HasSubstr("What is open is known in 2 of 4 cases."));
}

// Nothing was booked in the same months last year: no share to go by. What was left of last year is added
// as it was: 40 known in 2020 and 8 x 10 of May-December 2019.
TEST(TaskTest, WithoutLastYearsSameMonthsTheShareIsOne) {
  MonthlySeries series{Month::January(2017), Vector::Constant(48, 10.0)};
  series.values.segment(24, 4).setZero();
  const TaskResult result = RunFullYearTask({{"a", series, {}}}, {{4}, 1}, TaskOptions());
  EXPECT_NEAR(std::stod(RowsOf(result, "last-years-share", 4).at(0)[4]), 40 + 80, 1e-6);
}

// Run rate from April 2020, as above 200 known and 600 for the year; 1560 came. Half of April (40 of 80) makes the run
// rate of the rest (20 + 40 + 60 + 40) / 4 = 40 a month: 200 + 8 x 40 = 520, 1040 off instead of 960. With 30 per cent
// more from April on 224 are known, the rest is 8 x 56, and 224 + 1.3 x 1360 = 1992 came: 672, 1320 off.
TEST(TaskTest, WhatIsPlantedMisleadsTheForecasterAndIsHeldAgainstTheCleanData) {
  const FullYearOptions full_year{.origins = {4}, .years = 1, .plants = {Plant::kHalf, Plant::kShift}};
  const TaskResult result = RunFullYearTask({{"a", ThreeYears(), {}}}, full_year, TaskOptions());
  const std::vector<std::string> half = RowsOf(result, "run-rate/half", 4).at(0);
  EXPECT_NEAR(std::stod(half[4]), 520.0, 1e-6);
  EXPECT_NEAR(std::stod(half[9]), 1560.0, 1e-6);
  const std::vector<std::string> shift = RowsOf(result, "run-rate/shift", 4).at(0);
  EXPECT_NEAR(std::stod(shift[4]), 672.0, 1e-6);
  EXPECT_NEAR(std::stod(shift[9]), 1992.0, 1e-6);
  std::vector<std::string> ratios;
  for (const absl::string_view line : absl::StrSplit(result.table, '\n')) {
    if (!absl::StartsWith(line, "run-rate/")) continue;
    const std::vector<std::string> columns = absl::StrSplit(line, ' ', absl::SkipEmpty());
    ratios.push_back(columns.back());
  }
  // 1040 / 960 = 1.083; (1320 / 1992) / (960 / 1560) = 1.077.
  EXPECT_EQ(ratios, (std::vector<std::string>{"1.083", "1.077"}));
}

// Run rate from April: 600 for either series (see above), 1200 where 2 x 1560 came: 61.54 per cent of error. Only the
// second one is cut and has a row of its own, but the sum is of both.
TEST(TaskTest, TheSumOfAnOrganizationIsOfCutAndWholeSeries) {
  const FullYearOptions full_year{.origins = {4}, .years = 1, .short_months = 8, .organization_size = 2};
  const TaskResult result =
      RunFullYearTask({{"a", ThreeYears(), {}}, {"b", ThreeYears(), {}}}, full_year, TaskOptions());
  EXPECT_EQ(RowsOf(result, "run-rate", 4).size(), 1u);
  bool found = false;
  for (const absl::string_view line : absl::StrSplit(result.table, '\n')) {
    if (!absl::StartsWith(line, "sum, run-rate")) continue;
    const std::vector<std::string> columns = absl::StrSplit(line, ' ', absl::SkipEmpty());
    EXPECT_EQ(columns.at(3), "1") << line;  // Cases.
    EXPECT_EQ(columns.at(4), "61.54") << line;
    found = true;
  }
  EXPECT_TRUE(found);
}

TEST(TaskTest, FullYearListsEachRuleModelAndOriginOfYearsWithTwoEarlierOnes) {
  TaskOptions options;
  options.models = {"theta", "run-rate"};  // The rule is there already.
  const TaskResult result = RunFullYearTask({{"a", ThreeYears(), {}}}, {{4, 8}, 5}, options);
  const std::vector<std::string> lines = absl::StrSplit(result.csv, '\n', absl::SkipEmpty());
  // Only 2020 has 24 earlier months: (4 rules + 1 model) x 2 origins and the header.
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_EQ(lines[0], "series,year,origin_month,model,forecast,lower_80,upper_80,lower_95,upper_95,actual");
  EXPECT_THAT(lines[1], testing::StartsWith("a,2020,4,run-rate,600,"));
  EXPECT_THAT(lines[9], testing::StartsWith("a,2020,4,theta,"));
}

TEST(TaskTest, ModelsSeeNothingAfterTheOrigin) {
  TaskOptions options;
  options.models = {"theta", "structural", "pooled-regression"};
  MonthlySeries changed = ThreeYears();
  changed.values.tail(4) *= 5.0;
  const auto forecasts = [&](const MonthlySeries& series) {
    std::vector<std::string> rows;
    for (const absl::string_view line :
         absl::StrSplit(RunFullYearTask({{"a", series, {}}, {"b", series, {}}}, {{8}, 1}, options).csv, '\n')) {
      rows.emplace_back(line.substr(0, line.rfind(',')));  // Without the actual.
    }
    return rows;
  };
  EXPECT_EQ(forecasts(changed), forecasts(ThreeYears()));
}

TEST(TaskTest, ACutSeriesIsReportedAloneAndSeesOnlyItsLastMonths) {
  TaskOptions options;
  options.models = {"theta", "default"};
  MonthlySeries changed = ThreeYears();
  changed.values.head(24) *= 5.0;  // Before the eight months of 2020 that are left of "b".
  const auto rows = [&](const MonthlySeries& cut) {
    const std::string csv = RunFullYearTask({{"a", ThreeYears(), {}}, {"b", cut, {}}}, {{8}, 1, 8}, options).csv;
    std::vector<std::string> models;
    for (const absl::string_view line : absl::StrSplit(csv, '\n', absl::SkipEmpty())) {
      EXPECT_FALSE(absl::StartsWith(line, "a,")) << line;
      if (absl::StrContains(line, ",theta,") || absl::StrContains(line, ",default,")) models.emplace_back(line);
    }
    return models;
  };
  EXPECT_EQ(rows(ThreeYears()).size(), 2u);
  EXPECT_EQ(rows(changed), rows(ThreeYears()));
}

TEST(TaskTest, AnyNumberOfThreadsGivesTheSameForecasts) {
  TaskOptions options;
  options.models = {"dynamic-optimised-theta", "structural"};
  std::vector<BenchmarkSeries> all;
  for (int series = 0; series < 8; ++series) {
    MonthlySeries whole = ThreeYears();
    whole.values.array() += 3.0 * series;
    all.push_back({std::string(1, static_cast<char>('a' + series)),
                   whole.Before(whole.first + 30),
                   {whole.first + 30, whole.values.tail(6)}});
  }
  const std::string one = RunHorizonTask(all, options).csv;
  options.threads = 4;
  EXPECT_EQ(RunHorizonTask(all, options).csv, one);
  EXPECT_THAT(one, HasSubstr("h,2020-12,structural,"));
}

// Ten series with the season 1, 2, ... 12 that differ in level alone teach it to one that has only its first half year,
// 10, 20, ... 60, in which it looks like a steep trend: the second half is 70, 80, ... 120.
TEST(TaskTest, PooledRegressionLearnsFromAllSeries) {
  TaskOptions options;
  options.models = {"pooled-regression"};
  std::vector<BenchmarkSeries> all;
  for (int number = 1; number <= 10; ++number) {
    MonthlySeries series{Month::January(2018), Vector(36)};
    for (int row = 0; row < 36; ++row) series.values[row] = 10.0 * number * (row % 12 + 1);
    all.push_back({absl::StrCat("s", number), series, {}});
  }
  const MonthlySeries& first = all.front().history;
  const Month july = Month::January(2018) + 6;
  all.push_back({"new", first.Before(july), {july, first.values.segment(6, 6)}});
  const TaskResult result = RunHorizonTask(all, options);
  const std::vector<std::string> lines = absl::StrSplit(result.csv, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), 7u);  // A header and the months of the only series with a future.
  for (int month = 7; month <= 12; ++month) {
    const std::vector<std::string> cells = absl::StrSplit(lines[month - 6], ',');
    EXPECT_EQ(cells[2], "pooled-regression");
    EXPECT_NEAR(std::stod(cells[3]), 10.0 * month, 0.5 * month) << lines[month - 6];
  }
}

TEST(TaskTest, AModelThatAbstainsHasNoRows) {
  TaskOptions options;
  options.models = {"theta"};
  const MonthlySeries whole = ThreeYears();
  const TaskResult result =
      RunHorizonTask({{"a", whole.Before(whole.first + 4), {whole.first + 4, Vector::Ones(2)}}}, options);
  EXPECT_THAT(result.csv, Not(HasSubstr("theta")));
}

TEST(TaskTest, UnknownModelsAreNamed) {
  EXPECT_THAT(CheckModelNames({"theta", "crystal-ball", "pooled-regression"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("unknown: crystal-ball; known: "), HasSubstr(", theta,"))));
}

}  // namespace
}  // namespace prognos::benchmarks
