#include "forecast/service/names.h"

#include "gtest/gtest.h"

namespace prognos::service {
namespace {

TEST(NamesTest, IdentifiersAreLowerCaseWordsOfAtMost63Characters) {
  for (const char* good : {"a", "0", "exempelby", "barn-unga-familj", "2022-04-1"}) EXPECT_TRUE(IsIdentifier(good));
  for (const char* bad : {"", "-a", "a-", "A", "å", "a b", "a/b", "a.b", "a_b"}) EXPECT_FALSE(IsIdentifier(bad)) << bad;
  EXPECT_TRUE(IsIdentifier(std::string(63, 'a')));
  EXPECT_FALSE(IsIdentifier(std::string(64, 'a')));
}

TEST(NamesTest, NamesRoundTrip) {
  EXPECT_EQ(*ParseOrganizationName(OrganizationName("o")), "o");
  EXPECT_EQ(ParseActivityName(ActivityName("o", "a"))->id, "a");
  EXPECT_EQ(ParseSeriesName(SeriesName("o", "a.cost"))->id, "a.cost");
  EXPECT_EQ(ParseForecastName(ForecastName("o", "2022-04-1"))->organization, "o");
  EXPECT_EQ(ParseEvaluationName(EvaluationName("o", "2019-2022-1"))->id, "2019-2022-1");
}

TEST(NamesTest, NamesOfAnotherFormAreRefused) {
  EXPECT_FALSE(ParseOrganizationName("organizations/").has_value());
  EXPECT_FALSE(ParseOrganizationName("organizations/o/activities/a").has_value());
  EXPECT_FALSE(ParseActivityName("organizations/o/series/a").has_value());
  EXPECT_FALSE(ParseActivityName("organizations/o/activities/a/b").has_value());
  EXPECT_FALSE(ParseSeriesName("organizations/o/series/a").has_value());
  EXPECT_FALSE(ParseSeriesName("organizations/o/series/a.b.c").has_value());
  EXPECT_FALSE(ParseForecastName("/organizations/o/forecasts/f").has_value());
}

}  // namespace
}  // namespace prognos::service
