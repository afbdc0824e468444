#include "forecast/followup/period_sums.h"

#include <map>
#include <optional>

#include "gtest/gtest.h"

namespace prognos::followup {
namespace {

// 1 in January 2021, 2 in February, ... 20 in August 2022.
std::map<Month, int64_t> OneMoreEachMonth() {
  std::map<Month, int64_t> values;
  for (int at = 0; at < 20; ++at) values[Month::January(2021) + at] = at + 1;
  return values;
}

TEST(PeriodSumsTest, HoldsTheYearSoFarAgainstTheSameMonthsAndTwelveAgainstTwelve) {
  const PeriodSums sums = PeriodSumsOf(OneMoreEachMonth(), Month::January(2020), Month::January(2022) + 7);
  EXPECT_EQ(sums.year_to_date, 132);         // 13 + 14 + ... + 20.
  EXPECT_EQ(sums.last_year_to_date, 36);     // 1 + 2 + ... + 8.
  EXPECT_EQ(sums.twelve_months, 174);        // 9 + 10 + ... + 20.
  EXPECT_EQ(sums.twelve_months_before, 36);  // Nothing was booked September to December 2020; then 1 ... 8.
}

TEST(PeriodSumsTest, AMonthWithoutAValueIsZero) {
  std::map<Month, int64_t> values = OneMoreEachMonth();
  values.erase(Month::January(2022) + 2);  // 15.
  EXPECT_EQ(PeriodSumsOf(values, Month::January(2021), Month::January(2022) + 7).year_to_date, 117);
}

TEST(PeriodSumsTest, WhatTheLedgerDoesNotReachIsAbsentNotZero) {
  const PeriodSums sums = PeriodSumsOf(OneMoreEachMonth(), Month::January(2021), Month::January(2022) + 7);
  EXPECT_EQ(sums.last_year_to_date, 36);
  EXPECT_EQ(sums.twelve_months_before, std::nullopt);  // Begins in September 2020.
}

TEST(PeriodSumsTest, LaterMonthsAreNotLookedAt) {
  const PeriodSums sums = PeriodSumsOf(OneMoreEachMonth(), Month::January(2021), Month::January(2022));
  EXPECT_EQ(sums.year_to_date, 13);
  EXPECT_EQ(sums.last_year_to_date, 1);
}

TEST(PeriodSumsTest, DecemberIsAWholeYearBothWays) {
  const PeriodSums sums = PeriodSumsOf(OneMoreEachMonth(), Month::January(2020), Month::January(2021) + 11);
  EXPECT_EQ(sums.year_to_date, 78);
  EXPECT_EQ(sums.twelve_months, 78);
  EXPECT_EQ(sums.last_year_to_date, 0);
  EXPECT_EQ(sums.twelve_months_before, 0);
}

TEST(PeriodSumsTest, SumsAreAbsentWhereAPartIs) {
  PeriodSums net{10, 7, std::nullopt, std::nullopt};
  net -= PeriodSums{4, std::nullopt, 5, std::nullopt};
  EXPECT_EQ(net, (PeriodSums{6, std::nullopt, std::nullopt, std::nullopt}));
}

}  // namespace
}  // namespace prognos::followup
