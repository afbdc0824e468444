#include "benchmarks/young_histories.h"

#include "benchmarks/task.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

constexpr int kHorizon = 8;

// 1, 2, 3, ... from January 2015 on, to December 2020.
MonthlySeries Rising() { return {Month::January(2015), Vector::LinSpaced(72, 1.0, 72.0)}; }
const Month kOrigin = Month::January(2020) + 4;  // May 2020 is month 65.

YoungHistory Make(YoungKind kind, uint64_t chance) {
  const std::optional<YoungHistory> made = MakeYoung(kind, Rising(), kOrigin, kHorizon, chance);
  EXPECT_TRUE(made.has_value());
  return *made;
}

// 22 lengths from 3 to 24: chance 5 is the sixth.
TEST(YoungHistoriesTest, ASeriesIsCutToItsLastMonths) {
  const YoungHistory made = Make(YoungKind::kCut, 5);
  EXPECT_EQ(made.known.values, (Vector::LinSpaced(8, 57.0, 64.0)));
  EXPECT_EQ(made.known.end(), kOrigin);
  EXPECT_EQ(made.future, (Vector::LinSpaced(8, 65.0, 72.0)));
}

TEST(YoungHistoriesTest, AStartIsOfThisYear) {
  for (uint64_t chance = 0; chance < 12; ++chance) {
    const int months = Make(YoungKind::kStart, chance).known.size();
    EXPECT_GE(months, 3);
    EXPECT_LE(months, 8);
  }
}

// chance 1: two zeros; the rest, 0, is the fewest months: 3 + 2.
TEST(YoungHistoriesTest, AnEndIsZerosAndStaysZero) {
  const YoungHistory made = Make(YoungKind::kEnd, 1);
  EXPECT_EQ(made.known.values, (Vector{{60.0, 61.0, 62.0, 0.0, 0.0}}));
  EXPECT_TRUE(made.future.isZero(0.0));
}

// chance 3: paid three months before the last known one, in January: 50 + ... + 61 = 666 of February 2019 to January
// 2020. The next one is due after December.
TEST(YoungHistoriesTest, AYearlyPaymentIsTheSumOfItsYear) {
  const YoungHistory once = Make(YoungKind::kYearlyOnce, 3);
  EXPECT_EQ(once.known.values, (Vector{{666.0, 0.0, 0.0, 0.0}}));
  EXPECT_TRUE(once.future.isZero(0.0));
  const YoungHistory twice = Make(YoungKind::kYearlyTwice, 3);
  EXPECT_EQ(twice.known.size(), 16);
  EXPECT_EQ(twice.known.values[0], 666.0 - 144.0);
  EXPECT_EQ(twice.known.values[12], 666.0);
  EXPECT_EQ(Make(YoungKind::kYearlyTwice, 11).future[0],
            714.0);  // Last paid in May 2019: 54 + ... + 65 are due in May.
}

// chance 1: last paid in March, 61 + 62 + 63 = 186, with the one before in December; the next in June.
TEST(YoungHistoriesTest, AQuarterlyPaymentIsTheSumOfThreeMonths) {
  const YoungHistory made = Make(YoungKind::kQuarterly, 1);
  EXPECT_EQ(made.known.values, (Vector{{177.0, 0.0, 0.0, 186.0, 0.0}}));
  EXPECT_EQ(made.future, (Vector{{0.0, 195.0, 0.0, 0.0, 204.0, 0.0, 0.0, 213.0}}));
}

TEST(YoungHistoriesTest, WhatDoesNotReachFarEnoughIsLeftOut) {
  EXPECT_FALSE(MakeYoung(YoungKind::kCut, Rising(), kOrigin, 9, 5).has_value());
  EXPECT_FALSE(MakeYoung(YoungKind::kYearlyTwice, Rising(), Month::January(2016) + 4, kHorizon, 3).has_value());
  EXPECT_FALSE(MakeYoung(YoungKind::kCut, {Month::January(2015), Vector::Zero(72)}, kOrigin, kHorizon, 5).has_value());
}

// Constant series: nobody errs on what is cut or comes back, and the table has a row a class.
TEST(YoungTaskTest, HasARowForEachClass) {
  std::vector<BenchmarkSeries> all;
  for (int at = 0; at < 4; ++at) {
    BenchmarkSeries series;
    series.name = std::string(1, static_cast<char>('a' + at));
    series.history = {Month::January(2015), Vector::Constant(72, 100.0)};
    all.push_back(std::move(series));
  }
  TaskOptions options;
  options.models = {"run-rate", "seasonal-naive"};
  options.num_paths = 50;
  const TaskResult result = RunYoungTask(all, {4}, options);
  for (const YoungKind kind : AllYoungKinds()) {
    EXPECT_THAT(result.table, testing::HasSubstr(std::string(NameOf(kind))));
  }
  EXPECT_THAT(result.table, testing::ContainsRegex("quarterly +2 +0.00 "));
}

}  // namespace
}  // namespace prognos::benchmarks
