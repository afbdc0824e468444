#include "forecast/base/civil_days.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(CivilDaysTest, AMonthHasItsDays) {
  EXPECT_EQ(FirstDayOf(Month::January(2024) + 1), absl::CivilDay(2024, 2, 1));
  EXPECT_EQ(DaysOf(Month::January(2024) + 1), 29);
  EXPECT_EQ(DaysOf(Month::January(1900) + 1), 28);
  EXPECT_EQ(DaysOf(Month::January(2022) + 11), 31);
}

TEST(CivilDaysTest, ADayLiesInItsMonth) {
  EXPECT_EQ(MonthOfDay(absl::CivilDay(2021, 12, 31)), Month::January(2021) + 11);
  EXPECT_EQ(MonthOfDay(absl::CivilDay(2022, 1, 1)), Month::January(2022));
}

}  // namespace
}  // namespace prognos
