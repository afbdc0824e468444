#include "forecast/cases/told_by_type.h"

#include "forecast/cases/series_case.h"
#include "gtest/gtest.h"

namespace prognos::cases {
namespace {

const Month kStart = Month::January(2021);

MonthlySeries Constant(int first, int months, double value) {
  return {kStart + first, Vector::Constant(months, value)};
}

std::optional<Month> Since(const MonthlySeries& untyped, const std::vector<MonthlySeries>& typed) {
  std::vector<const MonthlySeries*> pointers;
  for (const MonthlySeries& one : typed) pointers.push_back(&one);
  return ToldByTypeSince(untyped, pointers);
}

TEST(ToldByTypeTest, FromTheFirstMonthInWhichAnyTypeIsBooked) {
  EXPECT_EQ(Since({}, {Constant(8, 10, 5.0), Constant(6, 10, 5.0)}), kStart + 6);
  // Zeros before are nothing booked.
  MonthlySeries padded = Constant(0, 12, 0.0);
  padded.values[4] = 7.0;
  EXPECT_EQ(Since({}, {padded}), kStart + 4);
}

TEST(ToldByTypeTest, MoneyOfBeforeTheTypesDoesNotChangeThat) {
  MonthlySeries untyped = Constant(0, 12, 3.0);
  for (int at = 6; at < 12; ++at) untyped.values[at] = 0.0;
  EXPECT_EQ(Since(untyped, {Constant(6, 6, 5.0)}), kStart + 6);
}

TEST(ToldByTypeTest, NotWhereMoneyWithoutATypeIsBookedBesideThem) {
  EXPECT_EQ(Since(Constant(0, 12, 3.0), {Constant(6, 6, 5.0)}), std::nullopt);
  // A correction of the other sign is money too.
  MonthlySeries untyped = Constant(0, 12, 0.0);
  untyped.values[11] = -1.0;
  EXPECT_EQ(Since(untyped, {Constant(6, 6, 5.0)}), std::nullopt);
}

TEST(ToldByTypeTest, NotWhereNoTypeIsBooked) {
  EXPECT_EQ(Since({}, {}), std::nullopt);
  EXPECT_EQ(Since(Constant(0, 12, 3.0), {MonthlySeries(), Constant(0, 6, 0.0), Constant(0, 6, kMissing)}),
            std::nullopt);
}

// A budget of 12 000 beside money that is booked by type is no forecast of 12 000 more.
TEST(ToldByTypeTest, ASeriesToldByTypeIsZeroFromThenOnAndKeepsItsBudget) {
  SeriesFacts facts;
  facts.flow = Flow::kCost;
  facts.budget = Constant(12, 12, 1000.0);  // 2022.
  facts.told_by_type_since = kStart + 3;
  const SeriesCase told = CaseOf(facts, {2022, 8});
  EXPECT_TRUE(told.told_by_type);
  EXPECT_EQ(told.ended_since, kStart + 3);
  EXPECT_EQ(told.history.first, kStart + 3);
  EXPECT_EQ(told.history.end(), Month::January(2022) + 8);
  EXPECT_EQ(told.history.SumBetween(kStart + 3, Month::January(2022) + 7), 0.0);
  EXPECT_TRUE(told.HasBudgetOfYear());
  // At a cut before that month nobody knew of types.
  EXPECT_FALSE(CaseOf(facts, {2021, 3}).told_by_type);
  EXPECT_TRUE(CaseOf(facts, {2021, 4}).told_by_type);
}

TEST(ToldByTypeTest, WhatWasBookedBeforeStays) {
  SeriesFacts facts;
  facts.flow = Flow::kCost;
  facts.history = Constant(0, 14, 3.0);
  facts.told_by_type_since = kStart + 14;
  const SeriesCase told = CaseOf(facts, {2022, 8});
  EXPECT_EQ(told.history.SumBetween(kStart, kStart + 13), 42.0);
  EXPECT_EQ(told.history.SumBetween(kStart + 14, kStart + 19), 0.0);
}

}  // namespace
}  // namespace prognos::cases
