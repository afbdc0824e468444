#include "forecast/budget/indexation.h"

#include <numeric>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::budget {
namespace {

TEST(IndexationTest, PerCentAreRoundedToTheOreHalvesAwayFromZero) {
  EXPECT_EQ(PercentOf(278'200'000'00, 1'900), 5'285'800'00);  // 1,9 % of 278 200 tkr.
  EXPECT_EQ(PercentOf(50, 1'000), 1);                         // 0,5 öre.
  EXPECT_EQ(PercentOf(49, 1'000), 0);
  EXPECT_EQ(PercentOf(-50, 1'000), -1);
  EXPECT_EQ(PercentOf(1'000, -1'900), -19);
  EXPECT_EQ(PercentOf(1'000'000'000'000'000, 100'000), 1'000'000'000'000'000);  // Its product is beyond 64 bits.
}

// 1 % of 40 each: 0,4, 0,8, 1,2, ... in all, rounded 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5.
TEST(IndexationTest, MonthsSumToThePerCentOfTheYear) {
  MonthlyAmounts months;
  months.fill(40);
  EXPECT_EQ(PercentOf(months, 1'000), (MonthlyAmounts{0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1}));
  EXPECT_EQ(PercentOf(months, 1'000, 11), (MonthlyAmounts{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
}

TEST(IndexationTest, WhateverTheMonthsTheirPartsSumToTheOre) {
  RandomGenerator generator(3);
  for (int i = 0; i < 2000; ++i) {
    MonthlyAmounts months;
    for (int64_t& ore : months) ore = static_cast<int64_t>(generator.Next() % 2'000'000'001) - 1'000'000'000;
    const int64_t percent = static_cast<int64_t>(generator.Next() % 150'001) - 50'000;
    const int first = 1 + static_cast<int>(generator.Next() % 12);
    const MonthlyAmounts parts = PercentOf(months, percent, first);
    const int64_t rest = std::accumulate(months.begin() + (first - 1), months.end(), int64_t{0});
    ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), int64_t{0}), PercentOf(rest, percent));
    for (int month = 1; month < first; ++month) ASSERT_EQ(parts[month - 1], 0);
  }
}

}  // namespace
}  // namespace prognos::budget
