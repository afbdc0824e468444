#include "benchmarks/series_file.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

using testing::HasSubstr;

TEST(SeriesFileTest, ReadsHistoryAndFutureInAnyOrderOfColumnsAndRows) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto all, ParseSeries("part,series,value,month\r\n"
                                                           "future,b,4,2020-03\n"
                                                           "history,b,2,2020-02\n"
                                                           "history,b,1.5,2019-12\n"
                                                           "history,a,7,2001-01\n"));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "b");
  EXPECT_EQ(all[0].history.first.ToString(), "2019-12");
  ASSERT_EQ(all[0].history.size(), 3);
  EXPECT_DOUBLE_EQ(all[0].history.values[0], 1.5);
  EXPECT_TRUE(std::isnan(all[0].history.values[1]));
  EXPECT_DOUBLE_EQ(all[0].Whole().values[3], 4.0);
  EXPECT_TRUE(all[1].future.empty());
}

TEST(SeriesFileTest, TakesCostWhereThereIsNoValueAndAnEmptyAmountAsMissing) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto all, ParseSeries("series,month,cost,volume\na,2020-01,,3\na,2020-02,5,3\n"));
  EXPECT_TRUE(std::isnan(all[0].history.values[0]));
  EXPECT_DOUBLE_EQ(all[0].history.values[1], 5.0);
}

TEST(SeriesFileTest, FaultsNameTheirLine) {
  const std::string header = "series,month,value,part\n";
  const auto fault = [&](const std::string& rows) { return ParseSeries(header + rows).status(); };
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(fault("a,2020-13,1,history\n"), StatusIs(invalid, HasSubstr("line 2: \"2020-13\"")));
  EXPECT_THAT(fault("a,2020-01,x,history\n"), StatusIs(invalid, HasSubstr("line 2: \"x\" is not a number")));
  EXPECT_THAT(fault("a,2020-01,1,past\n"), StatusIs(invalid, HasSubstr("\"past\" must be history or future")));
  EXPECT_THAT(fault("a,2020-01,1,history\na,2020-01,1,future\n"), StatusIs(invalid, HasSubstr("line 3: 2020-01")));
  EXPECT_THAT(fault("a,2020-01,1\n"), StatusIs(invalid, HasSubstr("line 2: wrong width")));
  EXPECT_THAT(fault("a,2020-02,1,history\na,2020-01,1,future\n"), StatusIs(invalid, HasSubstr("inside the history")));
  EXPECT_THAT(ParseSeries("series,month\n"), StatusIs(invalid, HasSubstr("needs the columns")));
  EXPECT_THAT(ReadSeriesFile("/nowhere/at/all.csv"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace prognos::benchmarks
