#include "forecast/base/month.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using ::testing::HasSubstr;

TEST(MonthTest, MonthThirteenIsRefusedAndNeverJanuary) {
  EXPECT_THAT(Month::Of(2022, 13), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("month is 13")));
  EXPECT_THAT(Month::Of(2022, 0), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("month is 0")));
}

TEST(MonthTest, YearsBeyondTheLedgerAreRefused) {
  EXPECT_THAT(Month::Of(1899, 12), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1899")));
  EXPECT_THAT(Month::Of(2200, 1), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("2200")));
  EXPECT_THAT(Month::Of(1900, 1), IsOk());
  EXPECT_THAT(Month::Of(2199, 12), IsOk());
}

TEST(MonthTest, ParsesOnlyTheExactForm) {
  for (const char* text : {"", "2022", "2022-1", "2022-001", "2022/01", "202201", " 2022-01", "2022-01 ", "2022-00",
                           "2022-13", "20x2-01", "2022-1a", "+022-01", "2022--1"}) {
    EXPECT_THAT(Month::Parse(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a month (YYYY-MM)")))
        << text;
  }
}

TEST(MonthTest, TextRoundTripsForEveryMonth) {
  for (Month month = Month::January(1900); month < Month::January(2199); month = month + 1) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Month parsed, Month::Parse(month.ToString()));
    ASSERT_EQ(parsed, month);
  }
}

TEST(MonthTest, ArithmeticCrossesYears) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Month november, Month::Of(2021, 11));
  EXPECT_EQ((november + 3).ToString(), "2022-02");
  EXPECT_EQ((november - 11).ToString(), "2020-12");
  EXPECT_EQ((november + 14) - november, 14);
}

}  // namespace
}  // namespace prognos
