#include "forecast/service/validators.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace prognos::service {
namespace {

TEST(ValidatorsTest, DatesThatDoNotExistAreRefused) {
  for (const char* bad : {"", "2022-02-30", "2021-02-29", "2022-13-01", "2022-00-10", "2022-1-05", "2022-01-5 ",
                          "20220105", "2022-01-05T", "1899-12-31", "2200-01-01", "+022-01-01"}) {
    FaultList faults;
    CheckDate(bad, "date", faults);
    EXPECT_FALSE(faults.empty()) << bad;
  }
  FaultList faults;
  EXPECT_EQ(CheckDate("2020-02-29", "date", faults), absl::CivilDay(2020, 2, 29));
  EXPECT_TRUE(faults.empty());
}

TEST(ValidatorsTest, TextsAreCountedInCharactersNotBytes) {
  std::string text;
  for (int i = 0; i < 200; ++i) absl::StrAppend(&text, "å");
  FaultList none, one;
  CheckText(text, 200, true, "name", none);
  EXPECT_TRUE(none.empty());
  CheckText(text + "x", 200, true, "name", one);
  EXPECT_EQ(one.total(), 1u);
}

TEST(ValidatorsTest, ControlCharactersAreRefused) {
  FaultList faults;
  CheckText("a\nb", 10, true, "name", faults);
  CheckRequestId("a\tb", faults);
  CheckRequestId("å", faults);
  EXPECT_EQ(faults.total(), 3u);
}

TEST(ValidatorsTest, NamesOfAnotherOrganizationAreRefused) {
  FaultList faults;
  EXPECT_EQ(CheckSeriesName("organizations/o/series/a.cost", "o", "series", faults), "a.cost");
  EXPECT_TRUE(faults.empty());
  CheckSeriesName("organizations/p/series/a.cost", "o", "series", faults);
  CheckActivityName("organizations/p/activities/a", "o", "activity", faults);
  EXPECT_EQ(faults.total(), 2u);
}

}  // namespace
}  // namespace prognos::service
