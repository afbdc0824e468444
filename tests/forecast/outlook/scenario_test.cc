#include "forecast/outlook/scenario.h"

#include <numeric>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

Vector PathsOf(std::vector<double> values) {
  return Eigen::Map<Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

// Known to August; 100 expected in each of the months that are left.
RemainingYear FromSeptember(std::vector<double> paths) {
  RemainingYear year;
  year.remainder = {"a", true, 400, PathsOf(std::move(paths))};
  for (size_t month = 8; month < 12; ++month) {
    year.months[month] = 100;
    year.predicted[month] = true;
  }
  return year;
}

ScenarioChange From(int first, std::vector<size_t> series = {0}) {
  ScenarioChange change;
  change.series = std::move(series);
  for (int month = first; month <= 12; ++month) change.months[static_cast<size_t>(month - 1)] = true;
  return change;
}

// 30 more in November and December: every path is 60 dearer, and none nearer to another.
TEST(ScenarioTest, AnAmountMovesEveryPath) {
  std::vector<RemainingYear> years = {FromSeptember({300, 400, 500})};
  ScenarioChange change = From(11);
  change.added[10] = change.added[11] = 30;
  Apply(change, 3, years);
  EXPECT_EQ(years[0].remainder.expected, 460);
  EXPECT_EQ(years[0].months[9], 100);
  EXPECT_EQ(years[0].months[10], 130);
  EXPECT_EQ(years[0].remainder.paths, PathsOf({360, 460, 560}));
}

// A tenth dearer from November on: of the four months that are left, two, so a twentieth of each path.
TEST(ScenarioTest, APriceIsAsUnsureAsWhatItIsAPriceOf) {
  std::vector<RemainingYear> years = {FromSeptember({300, 400, 500})};
  ScenarioChange change = From(11);
  change.percent = 10.0;
  Apply(change, 3, years);
  EXPECT_EQ(years[0].remainder.expected, 420);
  EXPECT_EQ(years[0].months[11], 110);
  EXPECT_LT((years[0].remainder.paths - PathsOf({315, 420, 525})).cwiseAbs().maxCoeff(), 1e-9);
  // Another tenth on that, of all that is left: 420 x 1.1.
  ScenarioChange all = From(9);
  all.percent = 10.0;
  Apply(all, 3, years);
  EXPECT_EQ(years[0].remainder.expected, 462);
  EXPECT_LT((years[0].remainder.paths - PathsOf({346.5, 462, 577.5})).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(ScenarioTest, KnownMonthsStayAsTheyAre) {
  std::vector<RemainingYear> years = {FromSeptember({400, 400})};
  ScenarioChange change = From(1);
  change.percent = -100.0;
  Apply(change, 2, years);
  EXPECT_EQ(years[0].remainder.expected, 0);
  EXPECT_EQ(years[0].remainder.paths, PathsOf({0, 0}));
  EXPECT_EQ(years[0].months[0], 0);
}

// In one of four cases 80 more in December: in each path 80 or nothing, and 20 in expectation; two series are changed
// in the same paths.
TEST(ScenarioTest, AChangeThatIsNotCertainComesInItsShareOfThePaths) {
  std::vector<RemainingYear> years(2, FromSeptember(std::vector<double>(4000, 400.0)));
  ScenarioChange change = From(12, {0, 1});
  change.added[11] = 160;
  change.probability = 0.25;
  change.name = "x";
  Apply(change, 4000, years);
  EXPECT_EQ(years[0].remainder.expected, 420);
  const Vector& paths = years[0].remainder.paths;
  EXPECT_TRUE((paths.array() == 400.0 || paths.array() == 480.0).all());
  const double share = (paths.array() == 480.0).cast<double>().mean();
  EXPECT_NEAR(share, 0.25, 4 * std::sqrt(0.25 * 0.75 / 4000));
  EXPECT_EQ(years[1].remainder.paths, paths);
}

TEST(ScenarioTest, WhatWasCertainGetsPathsWhereTheChangeIsNot) {
  std::vector<RemainingYear> years = {FromSeptember({})};
  ScenarioChange change = From(9);
  change.percent = 50.0;
  Apply(change, 200, years);
  EXPECT_EQ(years[0].remainder.paths.size(), 0);
  EXPECT_EQ(years[0].remainder.expected, 600);
  change.probability = 0.5;
  Apply(change, 200, years);
  EXPECT_EQ(years[0].remainder.paths.size(), 200);
  EXPECT_EQ(years[0].remainder.expected, 750);
}

// Nothing is expected in all, but 100 and -100: a share of it says nothing, so the change is an amount.
TEST(ScenarioTest, APriceOfMonthsThatCancelEachOtherIsAnAmount) {
  RemainingYear year;
  year.remainder = {"a", true, 0, PathsOf({-10, 10})};
  year.predicted[10] = year.predicted[11] = true;
  year.months[10] = 100;
  year.months[11] = -100;
  std::vector<RemainingYear> years = {year};
  ScenarioChange change = From(12);
  change.percent = 10.0;
  Apply(change, 2, years);
  EXPECT_EQ(years[0].remainder.expected, -10);
  EXPECT_EQ(years[0].remainder.paths, PathsOf({-20, 0}));
}

// Whatever is changed, in whatever order: months sum to what is expected, an amount is spread to the öre, and the mean
// of the paths moves as the expected value does, within what rounding months to öre makes.
TEST(ScenarioTest, MonthsAndPathsAndSumsStayTogether) {
  RandomGenerator random(5);
  for (int i = 0; i < 300; ++i) {
    std::vector<RemainingYear> years;
    for (int series = 0; series < 3; ++series) {
      RemainingYear year;
      const size_t first = random.Index(12);
      for (size_t month = first; month < 12; ++month) {
        year.predicted[month] = true;
        year.months[month] = static_cast<int64_t>(random.Index(1'000'000));
      }
      const int64_t expected = std::accumulate(year.months.begin(), year.months.end(), int64_t{0});
      year.remainder = {"s", true, expected, Vector(50)};
      for (double& path : year.remainder.paths) path = static_cast<double>(expected) + 1000.0 * random.Normal();
      years.push_back(std::move(year));
    }
    const std::vector<RemainingYear> before = years;
    ScenarioChange change = From(12, {0, 1, 2});  // December is predicted in all.
    change.added[11] = static_cast<int64_t>(random.Index(2'000'001)) - 1'000'000;
    Apply(change, 50, years);
    int64_t more = 0;
    for (size_t series = 0; series < years.size(); ++series) {
      const auto& [remainder, months, predicted] = years[series];
      EXPECT_EQ(std::accumulate(months.begin(), months.end(), int64_t{0}), remainder.expected);
      more += remainder.expected - before[series].remainder.expected;
      EXPECT_NEAR(remainder.paths.mean() - before[series].remainder.paths.mean(),
                  static_cast<double>(remainder.expected - before[series].remainder.expected), 1.0);
    }
    EXPECT_EQ(more, change.added[11]);
  }
}

}  // namespace
}  // namespace prognos::outlook
