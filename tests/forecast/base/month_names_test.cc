#include "forecast/base/month_names.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(MonthNamesTest, MonthsAreNamedAndSpansBeginInJanuary) {
  EXPECT_EQ(MonthName(8, Language::kSwedish), "augusti");
  EXPECT_EQ(MonthShort(5, Language::kSwedish), "maj");
  EXPECT_EQ(MonthSpanShort(8, Language::kSwedish), "jan–aug");
  EXPECT_EQ(MonthSpanShort(1, Language::kSwedish), "jan");
  EXPECT_EQ(MonthSpanShort(10, Language::kEnglish), "Jan–Oct");
}

}  // namespace
}  // namespace prognos
