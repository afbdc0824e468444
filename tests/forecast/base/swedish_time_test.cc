#include "forecast/base/swedish_time.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

absl::Time Utc(int year, int month, int day, int hour, int minute) {
  return absl::FromCivil(absl::CivilMinute(year, month, day, hour, minute), absl::UTCTimeZone());
}

// An ekonom who loads January's outcome at half past midnight on 1 February was told that February lies in the future:
// in UTC it was still 31 January.
TEST(SwedishTimeTest, TheMonthBeginsAtMidnightInSwedenInWinter) {
  EXPECT_EQ(SwedishMonth(Utc(2023, 1, 31, 22, 59)).ToString(), "2023-01");
  EXPECT_EQ(SwedishMonth(Utc(2023, 1, 31, 23, 0)).ToString(), "2023-02");
  EXPECT_EQ(SwedishMonth(Utc(2022, 12, 31, 23, 30)).ToString(), "2023-01");
}

TEST(SwedishTimeTest, TheMonthBeginsTwoHoursBeforeUtcInSummer) {
  ASSERT_TRUE(HasSwedishTimeZone()) << "install tzdata";
  EXPECT_EQ(SwedishMonth(Utc(2023, 6, 30, 21, 59)).ToString(), "2023-06");
  EXPECT_EQ(SwedishMonth(Utc(2023, 6, 30, 22, 0)).ToString(), "2023-07");
}

// Summer time begins on the last Sunday of March at 01:00 UTC: 26 March 2023.
TEST(SwedishTimeTest, ADayBeginsAtSwedishMidnight) {
  ASSERT_TRUE(HasSwedishTimeZone()) << "install tzdata";
  EXPECT_EQ(SwedishDay(Utc(2023, 3, 25, 22, 59)), absl::CivilDay(2023, 3, 25));
  EXPECT_EQ(SwedishDay(Utc(2023, 3, 25, 23, 0)), absl::CivilDay(2023, 3, 26));
  EXPECT_EQ(SwedishDay(Utc(2023, 3, 26, 21, 59)), absl::CivilDay(2023, 3, 26));
  EXPECT_EQ(SwedishDay(Utc(2023, 3, 26, 22, 0)), absl::CivilDay(2023, 3, 27));
}

}  // namespace
}  // namespace prognos
