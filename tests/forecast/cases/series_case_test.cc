#include "forecast/cases/series_case.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::cases {
namespace {

const Month kSeriesCaseYear = Month::January(2022);
constexpr Cut kCaseSpring{2022, 4, 7};

SeriesFacts Facts(Month first, Vector values) {
  SeriesFacts facts;
  facts.id = "a.cost";
  facts.flow = Flow::kCost;
  facts.history = {first, std::move(values)};
  return facts;
}

TEST(SeriesCaseTest, WhatComesAfterTheCutIsNotSeen) {
  SeriesFacts facts = Facts(kSeriesCaseYear - 12, Vector::LinSpaced(24, 1, 24));
  facts.budget = {kSeriesCaseYear, Vector::Ones(24)};
  const SeriesCase spring = CaseOf(facts, kCaseSpring);
  EXPECT_EQ(spring.history.end(), kSeriesCaseYear + 4);
  EXPECT_EQ(spring.history.values[15], 16.0);  // April.
  EXPECT_EQ(spring.budget.end(), kSeriesCaseYear + 12);
}

TEST(SeriesCaseTest, TheEngineIsAskedForTheMonthsToDecemberInKronor) {
  const engine::SeriesTask task =
      TaskOf(CaseOf(Facts(kSeriesCaseYear - 12, Vector::Constant(14, 12'345.0)), kCaseSpring));
  EXPECT_EQ(task.training.history.values[0], 123.45);
  EXPECT_EQ(task.horizon, 10);  // The last known month is February.
}

TEST(SeriesCaseTest, MoneyLearnsFromMoneyAndCostMovesWithCost) {
  SeriesFacts facts = Facts(kSeriesCaseYear - 12, Vector::Ones(12));
  const engine::SeriesTask cost = TaskOf(CaseOf(facts, kCaseSpring));
  facts.flow = Flow::kRevenue;
  const engine::SeriesTask revenue = TaskOf(CaseOf(facts, kCaseSpring));
  facts.flow = Flow::kVolume;
  const engine::SeriesTask volume = TaskOf(CaseOf(facts, kCaseSpring));
  EXPECT_EQ(cost.pool, revenue.pool);
  EXPECT_NE(cost.pool, volume.pool);
  EXPECT_NE(cost.group, revenue.group);
}

TEST(SeriesCaseTest, AHistoryThatEndedTwoYearsBeforeIsNone) {
  // To December 2019 and to January 2020: 24 and 23 months before January 2022.
  const SeriesCase stale = CaseOf(Facts(kSeriesCaseYear - 60, Vector::Ones(36)), kCaseSpring);
  EXPECT_TRUE(stale.history.empty());
  EXPECT_EQ(stale.stale_since, kSeriesCaseYear - 25);
  EXPECT_FALSE(stale.HasData());
  EXPECT_EQ(TaskOf(stale).horizon, 12);
  const SeriesCase fresh = CaseOf(Facts(kSeriesCaseYear - 60, Vector::Ones(37)), kCaseSpring);
  EXPECT_EQ(fresh.history.size(), 37);
  EXPECT_EQ(fresh.stale_since, std::nullopt);
  EXPECT_TRUE(fresh.HasData());
}

TEST(SeriesCaseTest, ABudgetForTheYearIsDataAndOneForAnotherYearIsNot) {
  SeriesFacts facts = Facts(kSeriesCaseYear, Vector());
  facts.budget = {kSeriesCaseYear - 12, Vector::Ones(12)};
  EXPECT_FALSE(CaseOf(facts, kCaseSpring).HasData());
  facts.budget = {kSeriesCaseYear + 11, Vector::Ones(1)};
  EXPECT_TRUE(CaseOf(facts, kCaseSpring).HasData());
}

// The engine must not take a payment made once for the usual state; the case keeps what was booked.
TEST(SeriesCaseTest, KnownPastThingsAreTakenOutOfWhatTheEngineSeesOnly) {
  SeriesFacts facts = Facts(kSeriesCaseYear - 12, Vector::Constant(16, 10'000.0));
  facts.history.values[14] += 500'000.0;
  facts.effects = {{.first = kSeriesCaseYear + 2, .last = kSeriesCaseYear + 2, .amount = 500'000.0}};
  const SeriesCase spring = CaseOf(facts, kCaseSpring);
  EXPECT_EQ(spring.history.values[14], 510'000.0);
  EXPECT_EQ(TaskOf(spring).training.history.values[14], 100.0);
}

}  // namespace
}  // namespace prognos::cases
