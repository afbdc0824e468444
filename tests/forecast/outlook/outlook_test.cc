#include "forecast/outlook/outlook.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

// A tree of random shape with series of every kind: long, short, empty, with gaps, ended, negative, without budget.
OutlookInput RandomInput(uint64_t seed, int last_known_month) {
  RandomGenerator generator(seed);
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = last_known_month;
  input.options.path_count = 200;
  input.options.seed = seed;
  const int activities = 1 + generator.Index(9);
  for (int at = 0; at < activities; ++at)
    input.activities.push_back({absl::StrCat("a", at), generator.Index(at + 1) - 1});
  const int num_series = 1 + generator.Index(12);
  for (int at = 0; at < num_series; ++at) {
    SeriesInput series;
    series.id = absl::StrCat("s", at);
    series.activity = generator.Index(activities);
    series.flow = static_cast<Flow>(1 + generator.Index(3));
    const int months = generator.Index(61);
    series.history = {Month::January(2018) + (60 - months), Vector(months)};
    const double level = 1e8 * generator.Uniform();
    for (double& value : series.history.values) {
      value = generator.Index(20) == 0 ? kMissing : level * (1.0 + 0.3 * generator.Normal());
    }
    if (series.flow != Flow::kVolume && generator.Index(4) > 0) {
      series.budget = {Month::January(2022), Vector::Constant(12, level + 1.0)};
    }
    input.series.push_back(std::move(series));
  }
  // So that there is always something to forecast from.
  input.series[0].flow = Flow::kCost;
  input.series[0].budget = {Month::January(2022), Vector::Constant(12, 100'000.0)};
  return input;
}

const Line* Find(const Outlook& outlook, int activity, Measure measure, int series = -1) {
  for (const Line& line : outlook.lines) {
    if (line.activity == activity && line.measure == measure && (series < 0 || line.series == series)) return &line;
  }
  return nullptr;
}

struct Numbers {
  int64_t full_year = 0, known = 0, budget = 0, deviation = 0;
  bool operator==(const Numbers&) const = default;
};

Numbers NumbersOf(const Line* line) {
  if (line == nullptr) return {};
  return {line->full_year, line->known_amount, line->budget.value_or(0), line->deviation.value_or(0)};
}

Numbers Plus(Numbers a, const Numbers& b, int sign) {
  return {a.full_year + sign * b.full_year, a.known + sign * b.known, a.budget + sign * b.budget,
          a.deviation + sign * b.deviation};
}

// What the children's rows and the own series' add up to for `activity` (-1: the organization).
Numbers SumBelow(const OutlookInput& input, const Outlook& outlook, int activity, Measure measure, Flow flow) {
  Numbers sum;
  for (int at = 0; at < static_cast<int>(input.activities.size()); ++at) {
    if (input.activities[static_cast<size_t>(at)].parent == activity) {
      sum = Plus(sum, NumbersOf(Find(outlook, at, measure)), 1);
    }
  }
  for (int at = 0; at < static_cast<int>(input.series.size()); ++at) {
    const SeriesInput& series = input.series[static_cast<size_t>(at)];
    if (series.activity == activity && series.flow == flow) {
      sum = Plus(sum, NumbersOf(Find(outlook, activity, measure, at)), 1);
    }
  }
  return sum;
}

void ExpectOrdered(const Quantiles& quantiles) { EXPECT_TRUE(std::is_sorted(quantiles.begin(), quantiles.end())); }

class OutlookIdentitiesTest : public testing::TestWithParam<int> {};

TEST_P(OutlookIdentitiesTest, RowsAddUpToTheirParentsToTheOre) {
  for (const uint64_t seed : {1, 2, 3, 4, 5, 6, 7, 8}) {
    const OutlookInput input = RandomInput(100 * seed + static_cast<uint64_t>(GetParam()), GetParam());
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    for (int activity = -1; activity < static_cast<int>(input.activities.size()); ++activity) {
      const Numbers cost = NumbersOf(Find(outlook, activity, Measure::kCost));
      const Numbers revenue = NumbersOf(Find(outlook, activity, Measure::kRevenue));
      const Numbers net = NumbersOf(Find(outlook, activity, Measure::kNet));
      EXPECT_EQ(cost, SumBelow(input, outlook, activity, Measure::kCost, Flow::kCost)) << seed;
      EXPECT_EQ(revenue, SumBelow(input, outlook, activity, Measure::kRevenue, Flow::kRevenue)) << seed;
      // Net amounts subtract; deviations are surpluses on every line and add.
      EXPECT_EQ(net.full_year, cost.full_year - revenue.full_year) << seed;
      EXPECT_EQ(net.known, cost.known - revenue.known) << seed;
      EXPECT_EQ(net.budget, cost.budget - revenue.budget) << seed;
      EXPECT_EQ(net.deviation, cost.deviation + revenue.deviation) << seed;
    }
  }
}

// The nämnd's sum and the frames beside it are the sum of all, whichever roots have frames.
TEST_P(OutlookIdentitiesTest, TheSumWithoutFramesAndTheFramesAreTheSumToTheOre) {
  for (const uint64_t seed : {1, 2, 3, 4}) {
    OutlookInput input = RandomInput(100 * seed + static_cast<uint64_t>(GetParam()), GetParam());
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook plain, ComputeOutlook(input));
    EXPECT_TRUE(plain.without_frames.empty());
    RandomGenerator generator(seed);
    input.activities[0].own_frame = true;  // The first is a root.
    for (ActivityNode& activity : input.activities) {
      if (activity.parent < 0 && generator.Index(2) == 0) activity.own_frame = true;
    }
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    ASSERT_EQ(outlook.without_frames.size(), 3u);
    for (const Line& line : outlook.without_frames) {
      Numbers sum = NumbersOf(&line);
      for (int at = 0; at < static_cast<int>(input.activities.size()); ++at) {
        if (!input.activities[static_cast<size_t>(at)].own_frame) continue;
        sum = Plus(sum, NumbersOf(Find(outlook, at, line.measure)), 1);
      }
      EXPECT_EQ(sum, NumbersOf(Find(outlook, -1, line.measure))) << seed;
      EXPECT_EQ(sum, NumbersOf(Find(plain, -1, line.measure))) << seed;  // Frames change no sum of all.
      ExpectOrdered(line.full_year_quantiles);
    }
  }
}

// Events on some of the series, certain and not, that begin in the year or before, frames on some of the roots, and
// mostly cost types.
OutlookInput WithEventsAndFrames(OutlookInput input, uint64_t seed) {
  RandomGenerator generator(seed);
  for (SeriesInput& series : input.series) {
    for (int event = generator.Index(3); event > 0; --event) {
      cases::KnownEffect effect;
      effect.event = absl::StrCat("e", event);
      effect.first = Month::January(2021) + generator.Index(24);
      effect.last = generator.Index(2) == 0 ? cases::kForGood : effect.first + generator.Index(6);
      if (generator.Index(2) == 0) effect.factor = 1.0 + 0.2 * generator.Normal();
      if (generator.Index(2) == 0) effect.amount = 1e7 * generator.Normal();
      if (generator.Index(3) == 0) effect.probability = generator.Uniform();
      series.effects.push_back(effect);
    }
  }
  for (ActivityNode& activity : input.activities) activity.own_frame = activity.parent < 0 && generator.Index(3) == 0;
  if (generator.Index(3) == 0) return input;
  input.types = {"staff", "rent"};
  for (SeriesInput& series : input.series) {
    if (series.flow != Flow::kVolume) series.type = generator.Index(3) - 1;
  }
  return input;
}

// What the known months of a series, or those that remain, deviate from their budget.
int64_t DeviationOfMonths(const Line& line, bool known) {
  int64_t sum = 0;
  for (const MonthOutlook& month : line.months) {
    if (month.known == known) sum += Deviation(line.measure, month.budget.value_or(0), month.amount);
  }
  return sum;
}

TEST_P(OutlookIdentitiesTest, ExplanationsAddUpToEachDeviationAndUpTheTreeToTheOre) {
  for (const uint64_t seed : {21, 22, 23, 24, 25, 26}) {
    const OutlookInput input =
        WithEventsAndFrames(RandomInput(100 * seed + static_cast<uint64_t>(GetParam()), GetParam()), seed);
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    std::map<std::pair<int, Measure>, Explanation> sums;  // Of the series at or below each node.
    Explanation without_frames;
    for (const Line& line : outlook.lines) {
      ASSERT_EQ(line.explanation.has_value(), line.deviation.has_value()) << seed;
      if (!line.deviation.has_value()) continue;
      const DeviationTerms year = line.explanation->FullYear();
      EXPECT_EQ(year.Total(), *line.deviation) << seed;
      EXPECT_EQ(year.timing, 0) << seed;
      EXPECT_EQ(line.explanation->remaining.rest, 0) << seed;
      if (line.series < 0) continue;
      EXPECT_EQ(line.explanation->known.Total(), DeviationOfMonths(line, true)) << seed;
      EXPECT_EQ(line.explanation->remaining.Total(), DeviationOfMonths(line, false)) << seed;
      int64_t events = 0;
      for (const EventShare& share : line.event_shares) events += share.known + share.predicted;
      EXPECT_EQ(year.events, Deviation(line.measure, int64_t{0}, events)) << seed;
      int root = line.activity;
      for (int node = line.activity; node >= 0; node = input.activities[static_cast<size_t>(node)].parent) {
        sums[{node, line.measure}].Add(*line.explanation);
        sums[{node, Measure::kNet}].Add(*line.explanation);
        root = node;
      }
      sums[{-1, line.measure}].Add(*line.explanation);
      sums[{-1, Measure::kNet}].Add(*line.explanation);
      if (!input.activities[static_cast<size_t>(root)].own_frame) without_frames.Add(*line.explanation);
    }
    for (const Line& line : outlook.by_type) {
      ASSERT_EQ(line.explanation.has_value(), line.deviation.has_value()) << seed;
      if (!line.deviation.has_value()) continue;
      EXPECT_EQ(line.explanation->FullYear().Total(), *line.deviation) << seed;
    }
    for (const Line& line : outlook.lines) {
      if (line.series >= 0 || !line.explanation.has_value()) continue;
      const Explanation& sum = sums[{line.activity, line.measure}];
      EXPECT_EQ(line.explanation->known, sum.known) << seed;
      EXPECT_EQ(line.explanation->remaining, sum.remaining) << seed;
    }
    if (outlook.without_frames.empty() || !outlook.without_frames[2].explanation.has_value()) continue;
    EXPECT_EQ(outlook.without_frames[2].explanation->known, without_frames.known) << seed;
    EXPECT_EQ(outlook.without_frames[2].explanation->remaining, without_frames.remaining) << seed;
  }
}

TEST_P(OutlookIdentitiesTest, EveryLineIsConsistentWithinItself) {
  for (const uint64_t seed : {11, 12, 13, 14}) {
    const OutlookInput input = RandomInput(100 * seed + static_cast<uint64_t>(GetParam()), GetParam());
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    for (const Line& line : outlook.lines) {
      int64_t sum = 0;
      bool all_known = true;
      for (int at = 0; at < 12; ++at) {
        const MonthOutlook& month = line.months[static_cast<size_t>(at)];
        EXPECT_EQ(month.month, Month::January(2022) + at);
        EXPECT_EQ(month.quantiles.has_value(), !month.known);
        EXPECT_EQ(month.budget.has_value(), line.budget.has_value());
        if (month.quantiles.has_value()) ExpectOrdered(*month.quantiles);
        sum += month.amount;
        all_known &= month.known;
      }
      EXPECT_EQ(line.full_year, sum);
      ExpectOrdered(line.full_year_quantiles);
      EXPECT_EQ(line.deviation.has_value(), line.budget.has_value());
      EXPECT_EQ(line.deviation_quantiles.has_value(), line.budget.has_value());
      ASSERT_EQ(line.deficit_probability.has_value(), line.budget.has_value());
      if (line.budget.has_value()) {
        ExpectOrdered(*line.deviation_quantiles);
        EXPECT_GE(*line.deficit_probability, 0.0);
        EXPECT_LE(*line.deficit_probability, 1.0);
      }
      if (all_known) {
        for (const int64_t quantile : line.full_year_quantiles) EXPECT_EQ(quantile, line.full_year);
      }
    }
  }
}

TEST_P(OutlookIdentitiesTest, ThreadsDoNotChangeABit) {
  OutlookInput input = RandomInput(21, GetParam());
  // More than one block of series for any number of threads.
  const size_t count = input.series.size();
  for (int copy = 0; copy < 12; ++copy) {
    for (size_t at = 0; at < count; ++at) {
      input.series.push_back(input.series[at]);
      absl::StrAppend(&input.series.back().id, "-", copy);
    }
  }
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook one, ComputeOutlook(input));
  input.options.threads = 4;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook four, ComputeOutlook(input));
  ASSERT_EQ(one.lines.size(), four.lines.size());
  for (size_t at = 0; at < one.lines.size(); ++at) {
    const Line& a = one.lines[at];
    const Line& b = four.lines[at];
    EXPECT_EQ(a.full_year, b.full_year);
    EXPECT_EQ(a.full_year_quantiles, b.full_year_quantiles);
    EXPECT_EQ(a.deviation_quantiles, b.deviation_quantiles);
    EXPECT_EQ(a.deficit_probability, b.deficit_probability);
    for (size_t month = 0; month < 12; ++month) EXPECT_EQ(a.months[month].quantiles, b.months[month].quantiles);
  }
}

INSTANTIATE_TEST_SUITE_P(LastKnownMonths, OutlookIdentitiesTest, testing::Values(0, 4, 8, 11, 12));

// `value` kronor a month, or units of a volume.
SeriesInput Constant(const std::string& id, int activity, Flow flow, double value, int months) {
  SeriesInput series;
  series.id = id;
  series.activity = activity;
  series.flow = flow;
  series.history = {Month::January(2019), Vector::Constant(months, UnitOf(flow).Parts(value))};
  return series;
}

OutlookInput OneActivity(std::vector<SeriesInput> series, int last_known_month) {
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = last_known_month;
  input.activities = {{"a", -1}};
  input.series = std::move(series);
  input.options.path_count = 200;
  return input;
}

TEST(OutlookTest, WithAModelAskedForASeriesDoesNotDependOnItsNeighbours) {
  // Seeds come from the identifier: alone, and behind another one, the same numbers. (The default learns from them.)
  OutlookInput many = RandomInput(31, 6);
  many.options.model = "seasonal-regression";
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook together, ComputeOutlook(many));
  OutlookInput alone = many;
  alone.series = {many.series[0]};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook single, ComputeOutlook(alone));
  const Line* a = Find(together, many.series[0].activity, Measure::kCost, 0);
  const Line* b = Find(single, many.series[0].activity, Measure::kCost, 0);
  ASSERT_TRUE(a != nullptr && b != nullptr);
  EXPECT_EQ(a->full_year_quantiles, b->full_year_quantiles);
}

TEST(OutlookTest, AnotherSeedGivesOtherPathsAndTheSameExpectedValues) {
  OutlookInput input = RandomInput(31, 6);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook one, ComputeOutlook(input));
  ++input.options.seed;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook other, ComputeOutlook(input));
  EXPECT_EQ(one.lines[0].full_year, other.lines[0].full_year);
  EXPECT_NE(one.lines[0].full_year_quantiles, other.lines[0].full_year_quantiles);
}

TEST(OutlookTest, WhenTheYearIsKnownTheDeficitIsCertainOrRuledOut) {
  // 36 known months of 100 before; 12 x 100 in the year against 1199.99 and 1200.
  for (const auto& [monthly_budget, probability] : std::map<double, double>{{99.99, 1.0}, {100.0, 0.0}}) {
    SeriesInput series = Constant("a.cost", 0, Flow::kCost, 100.0, 48);
    series.budget = {Month::January(2022), Vector::Constant(12, 100.0 * monthly_budget)};
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(OneActivity({series}, 12)));
    EXPECT_EQ(*outlook.lines[0].deficit_probability, probability);
    EXPECT_EQ(outlook.lines[0].full_year_quantiles,
              (Quantiles{120000, 120000, 120000, 120000, 120000, 120000, 120000}));
  }
}

TEST(OutlookTest, MoneyWithoutABudgetCountsAgainstABudgetOfZero) {
  SeriesInput budgeted = Constant("a.cost", 0, Flow::kCost, 100.0, 48);
  budgeted.budget = {Month::January(2022), Vector::Constant(12, 11'000.0)};
  const SeriesInput unbudgeted = Constant("b.cost", 0, Flow::kCost, 7.0, 48);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(OneActivity({budgeted, unbudgeted}, 12)));
  const Line& sum = outlook.lines[0];
  EXPECT_EQ(sum.full_year, 12 * 10700);
  EXPECT_EQ(*sum.budget, 12 * 11000);
  EXPECT_EQ(*sum.deviation, 12 * (11000 - 10700));
  EXPECT_EQ((*sum.deviation_quantiles)[0], 12 * (11000 - 10700));
}

TEST(OutlookTest, VolumesStandLastAndOutsideTheSums) {
  SeriesInput volume = Constant("a.households", 0, Flow::kVolume, 20.0, 48);
  const SeriesInput cost = Constant("a.cost", 0, Flow::kCost, 100.0, 48);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(OneActivity({volume, cost}, 8)));
  EXPECT_EQ(outlook.lines.back().measure, Measure::kVolume);
  EXPECT_EQ(outlook.lines.back().full_year, 12 * 20'000);
  EXPECT_EQ(outlook.lines[2].full_year, 12 * 10'000);
  EXPECT_EQ(outlook.lines[2].measure, Measure::kNet);
}

TEST(OutlookTest, TheYearsIntervalIsNotTheSumOfTheMonths) {
  // Independent months: the interval of eight is sqrt(8) times that of one, not 8 times.
  RandomGenerator generator(5);
  SeriesInput series = Constant("a.cost", 0, Flow::kCost, 1000.0, 40);
  for (double& value : series.history.values) value += 5000.0 * generator.Normal();
  OutlookInput input = OneActivity({series}, 4);
  input.options.model = "seasonal-regression";
  input.options.path_count = 4000;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
  const Line& line = outlook.lines[0];
  int64_t sum = 0;
  for (const MonthOutlook& month : line.months) {
    if (month.quantiles.has_value()) sum += (*month.quantiles)[6] - (*month.quantiles)[0];
  }
  EXPECT_LT(line.full_year_quantiles[6] - line.full_year_quantiles[0], 0.8 * static_cast<double>(sum));
}

// However late it is cancelled, and whichever model was asked for: no outlook.
TEST(OutlookTest, ACancelledOutlookIsNone) {
  for (const char* model : {"default", "run-rate"}) {
    OutlookInput input = RandomInput(3, 4);
    input.options.model = model;
    int asked = 0;
    RunControl control;
    control.cancelled = [&] { return ++asked, false; };
    ASSERT_THAT(ComputeOutlook(input, control), IsOk());
    const int in_all = asked;
    ASSERT_GT(in_all, static_cast<int>(input.series.size()));  // More than once a series: before fits.
    for (const int allowed : {0, 1, in_all / 2, in_all - 1}) {
      asked = 0;
      control.cancelled = [&] { return ++asked > allowed; };
      EXPECT_THAT(ComputeOutlook(input, control), StatusIs(absl::StatusCode::kCancelled)) << model << " " << allowed;
    }
  }
}

TEST(OutlookTest, AfterItsDeadlineNothingIsComputed) {
  RunControl control;
  control.deadline = absl::Now() - absl::Seconds(1);
  EXPECT_THAT(ComputeOutlook(RandomInput(3, 4), control), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST(OutlookTest, NothingToForecastFromIsAFailedPrecondition) {
  SeriesInput series = Constant("a.cost", 0, Flow::kCost, 100.0, 0);
  EXPECT_THAT(ComputeOutlook(OneActivity({series}, 4)), StatusIs(absl::StatusCode::kFailedPrecondition));
  series.budget = {Month::January(2020), Vector::Ones(24)};  // Of other years.
  EXPECT_THAT(ComputeOutlook(OneActivity({series}, 4)), StatusIs(absl::StatusCode::kFailedPrecondition));
  series.budget = {Month::January(2022), Vector::Ones(12)};
  EXPECT_THAT(ComputeOutlook(OneActivity({series}, 4)), IsOk());
}

TEST(OutlookTest, ABrokenRequestIsRefused) {
  OutlookInput input = RandomInput(1, 4);
  input.options.model = "oracle";
  EXPECT_THAT(ComputeOutlook(input), StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("oracle")));
}

}  // namespace
}  // namespace prognos::outlook
