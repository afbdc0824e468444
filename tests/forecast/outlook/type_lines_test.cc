// Both ways to add up a forecast, by activity and by cost type, over random organizations, to the öre.
#include "forecast/outlook/type_lines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

constexpr int kTypes = 3;

MonthlySeries RandomHistory(RandomGenerator& generator) {
  const int months = 12 + generator.Index(45);
  MonthlySeries history{Month::January(2018) + (60 - months), Vector(months)};
  const double level = 1e8 * generator.Uniform();
  for (double& value : history.values) value = std::round(level * (1.0 + 0.2 * generator.Normal()));
  return history;
}

// A tree of random shape; each activity has for some flows a series without a type and for some types one each. Budgets
// stand on any of them, or on none.
OutlookInput RandomTypedInput(uint64_t seed, int last_known_month) {
  RandomGenerator generator(seed);
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = last_known_month;
  input.options.path_count = 200;
  input.options.seed = seed;
  for (int type = 0; type < kTypes; ++type) input.types.push_back(absl::StrCat("t", type));
  const int activities = 1 + generator.Index(5);
  for (int at = 0; at < activities; ++at) {
    const int parent = generator.Index(at + 1) - 1;
    input.activities.push_back({absl::StrCat("a", at), parent, parent < 0 && generator.Index(3) == 0});
    for (const Flow flow : {Flow::kCost, Flow::kRevenue}) {
      for (int type = -1; type < kTypes; ++type) {
        if (generator.Index(3) == 0) continue;
        SeriesInput series;
        series.id = absl::StrCat("a", at, flow == Flow::kCost ? ".cost" : ".revenue", type);
        series.activity = at;
        series.flow = flow;
        series.type = type;
        if (generator.Index(5) > 0) series.history = RandomHistory(generator);
        if (generator.Index(2) == 0) series.budget = {Month::January(2022), Vector::Constant(12, 1e7 + at)};
        input.series.push_back(std::move(series));
      }
    }
  }
  SeriesInput sure;  // So that there is always something to forecast from.
  sure.id = "sure";
  sure.flow = Flow::kCost;
  sure.type = 0;
  sure.history = RandomHistory(generator);
  if (std::none_of(input.series.begin(), input.series.end(), [](const SeriesInput& one) {
        return one.activity == 0 && one.flow == Flow::kCost && one.type == 0;
      })) {
    input.series.push_back(sure);
  } else {
    input.series.front().history = sure.history;
  }
  return input;
}

struct Added {
  int64_t full_year = 0, known = 0, budget = 0, deviation = 0;
  bool operator==(const Added&) const = default;
};

void AddLine(const Line& line, Added& sum) {
  sum.full_year += line.full_year;
  sum.known += line.known_amount;
  sum.budget += line.budget.value_or(0);
  sum.deviation += line.deviation.value_or(0);
}

using PlaceKey = std::tuple<int, bool, Measure>;  // Activity, without frames, measure.

class TypeLinesTest : public testing::TestWithParam<int> {};

TEST_P(TypeLinesTest, TheTypesOfALineAreTheLineToTheOre) {
  for (const uint64_t seed : {1, 2, 3, 4}) {
    const OutlookInput input = RandomTypedInput(1000 * seed + static_cast<uint64_t>(GetParam()), GetParam());
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    std::map<PlaceKey, Added> by_type;
    std::map<PlaceKey, bool> has_budget;
    for (const Line& line : outlook.by_type) {
      AddLine(line, by_type[{line.activity, line.without_frames, line.measure}]);
      has_budget[{line.activity, line.without_frames, line.measure}] |= line.budget.has_value();
    }
    std::vector<Line> whole = outlook.lines;
    whole.insert(whole.end(), outlook.without_frames.begin(), outlook.without_frames.end());
    int compared = 0;
    for (const Line& line : whole) {
      const auto found = by_type.find({line.activity, line.without_frames, line.measure});
      // Of an activity with one series of the flow the row carries the series; others of one series are parts.
      const bool is_part = line.series >= 0 && input.series[static_cast<size_t>(line.series)].type < 0;
      if (found == by_type.end() || is_part || line.type >= 0) continue;
      ++compared;
      EXPECT_EQ(found->second.full_year, line.full_year) << seed << " " << line.activity;
      EXPECT_EQ(found->second.known, line.known_amount) << seed << " " << line.activity;
      if (!has_budget[found->first]) continue;
      EXPECT_EQ(found->second.budget, line.budget.value_or(0)) << seed << " " << line.activity;
      EXPECT_EQ(found->second.deviation, line.deviation.value_or(0)) << seed << " " << line.activity;
    }
    EXPECT_GE(compared, 2) << seed;
  }
}

TEST_P(TypeLinesTest, ATypesActivitiesAreItsSumToTheOre) {
  for (const uint64_t seed : {11, 12}) {
    const OutlookInput input = RandomTypedInput(1000 * seed + static_cast<uint64_t>(GetParam()), GetParam());
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    // Every part counts once among the series.
    std::map<std::pair<int, Measure>, Added> of_series;
    for (const Line& line : outlook.lines) {
      if (line.series < 0) continue;
      AddLine(line, of_series[{input.series[static_cast<size_t>(line.series)].type, line.measure}]);
    }
    for (const Line& line : outlook.by_type) {
      if (line.activity >= 0 || line.without_frames || line.measure == Measure::kNet) continue;
      const Added& sum = of_series[{line.type, line.measure}];
      EXPECT_EQ(line.full_year, sum.full_year) << seed << " type " << line.type;
      EXPECT_EQ(line.known_amount, sum.known) << seed << " type " << line.type;
    }
    // And a parent's part is that of its children and its own series.
    std::map<std::tuple<int, int, Measure>, int64_t> below;
    for (const Line& line : outlook.by_type) {
      if (line.activity < 0) continue;
      below[{input.activities[static_cast<size_t>(line.activity)].parent, line.type, line.measure}] += line.full_year;
    }
    for (const Line& line : outlook.by_type) {
      if (line.activity >= 0 || line.without_frames) continue;
      // Roots without any type have no lines of their own; then their money is in the rest only.
      if (line.type < 0) continue;
      EXPECT_EQ(line.full_year, (below[{-1, line.type, line.measure}])) << seed;
    }
  }
}

TEST_P(TypeLinesTest, NetIsCostLessRevenueAndQuantilesAreInOrder) {
  const OutlookInput input = RandomTypedInput(99, GetParam());
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
  std::map<std::tuple<int, bool, int>, std::map<Measure, int64_t>> years;
  for (const Line& line : outlook.by_type) {
    years[{line.activity, line.without_frames, line.type}][line.measure] = line.full_year;
    EXPECT_TRUE(std::is_sorted(line.full_year_quantiles.begin(), line.full_year_quantiles.end()));
    for (const MonthOutlook& month : line.months) EXPECT_FALSE(month.quantiles.has_value());
  }
  EXPECT_FALSE(years.empty());
  for (auto& [place, of] : years) EXPECT_EQ(of[Measure::kNet], of[Measure::kCost] - of[Measure::kRevenue]);
}

INSTANTIATE_TEST_SUITE_P(KnownMonths, TypeLinesTest, testing::Values(0, 4, 8, 12));

SeriesInput Booked(const std::string& id, int type, double month, double budget_month = kMissing) {
  SeriesInput series;
  series.id = id;
  series.flow = Flow::kCost;
  series.type = type;
  if (month != 0.0) series.history = {Month::January(2019), Vector::Constant(44, month)};
  if (!std::isnan(budget_month)) series.budget = {Month::January(2022), Vector::Constant(12, budget_month)};
  return series;
}

OutlookInput OneActivity(std::vector<SeriesInput> series) {
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = 8;
  input.activities = {{"vuxen", -1}};
  input.types = {"personal", "lokaler"};
  input.series = std::move(series);
  input.options.path_count = 200;
  return input;
}

const Line* TypeLineOf(const Outlook& outlook, int type, Measure measure = Measure::kCost) {
  for (const Line& line : outlook.by_type) {
    if (line.activity == 0 && line.type == type && line.measure == measure) return &line;
  }
  return nullptr;
}

// 700 + 300 a month against 1 100: the deficit of the activity is told, -1 200 of a surplus here: 12 x 1 100 - 12 000.
TEST(TypeBudgetTest, ABudgetOfTheWholeActivityIsHeldAgainstItsTypesTogetherAndAgainstNoneOfThem) {
  OutlookInput input =
      OneActivity({Booked("whole", -1, 0.0, 1100.0), Booked("personal", 0, 700.0), Booked("lokaler", 1, 300.0)});
  input.series[0].told_by_type_since = Month::January(2019);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
  const Line& sum = outlook.lines[0];
  EXPECT_EQ(sum.known_amount, 8'000);
  EXPECT_EQ(sum.full_year, 12'000);
  EXPECT_EQ(sum.budget, 13'200);
  EXPECT_EQ(sum.deviation, 1'200);
  ASSERT_NE(TypeLineOf(outlook, 0), nullptr);
  EXPECT_EQ(TypeLineOf(outlook, 0)->full_year, 8'400);
  EXPECT_EQ(TypeLineOf(outlook, 1)->full_year, 3'600);
  EXPECT_EQ(TypeLineOf(outlook, 0)->budget, std::nullopt);
  EXPECT_EQ(TypeLineOf(outlook, 0)->deviation, std::nullopt);
  EXPECT_EQ(TypeLineOf(outlook, 1, Measure::kNet)->deviation, std::nullopt);
  EXPECT_EQ(TypeLineOf(outlook, -1), nullptr);  // Nothing is booked without a type.
  for (const Line& line : outlook.lines) EXPECT_TRUE(line.notes.empty()) << line.notes[0].message.English();
}

TEST(TypeBudgetTest, ABudgetByTypeIsHeldAgainstItsType) {
  const OutlookInput input =
      OneActivity({Booked("rest", -1, 100.0, 100.0), Booked("personal", 0, 700.0, 600.0), Booked("lokaler", 1, 300.0)});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
  EXPECT_EQ(TypeLineOf(outlook, 0)->deviation, 7'200 - 8'400);
  // Of a type that was given nothing everything is a deviation, as of an activity.
  EXPECT_EQ(TypeLineOf(outlook, 1)->deviation, -3'600);
  EXPECT_EQ(TypeLineOf(outlook, -1)->deviation, 0);
}

// A type with a budget of zero (capital costs of an activity that has none) is told apart like any other.
TEST(TypeBudgetTest, ABudgetOfZeroIsABudget) {
  const OutlookInput input = OneActivity({Booked("rest", -1, 100.0, 100.0), Booked("personal", 0, 700.0, 0.0)});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
  EXPECT_EQ(TypeLineOf(outlook, 0)->deviation, -8'400);
}

TEST(TypeBudgetTest, ALedgerWithoutTypesHasNoLinesByType) {
  OutlookInput input = OneActivity({Booked("whole", -1, 700.0, 600.0)});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
  EXPECT_TRUE(outlook.by_type.empty());
}

TEST(TypeBudgetTest, ATypeThatIsNoneAndAVolumeWithATypeAreRefused) {
  OutlookInput input = OneActivity({Booked("a", 2, 700.0), Booked("b", 0, 5.0)});
  input.series[1].flow = Flow::kVolume;
  EXPECT_THAT(ComputeOutlook(input).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("series[0].type")));
  EXPECT_THAT(ComputeOutlook(input).status(), StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("2")));
}

}  // namespace
}  // namespace prognos::outlook
