#include "forecast/series/young_one_offs.h"

#include "forecast/series/monthly_series.h"
#include "forecast/series/one_offs.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

// A level of 100 that moves a little.
Vector Months(int count) {
  constexpr double kMoves[] = {0.0, 4.0, -3.0, 2.0, -5.0, 1.0, 3.0, -2.0};
  Vector values(count);
  for (int at = 0; at < count; ++at) values[at] = 100.0 + kMoves[at % 8];
  return values;
}

TEST(YoungOneOffsTest, AMonthTenTimesTheOthersIsFoundWhereverItStands) {
  for (int at = 0; at < 11; ++at) {
    Vector values = Months(12);
    values[at] = 1000.0;
    const std::vector<YoungOneOff> found = FindYoungOneOffs(values);
    ASSERT_EQ(found.size(), 1u) << at;
    EXPECT_EQ(found[0].at, at);
    EXPECT_NEAR(found[0].adjusted, 100.0, 5.0);
  }
}

// 138 is the median of the three months before, 238 of those after: their geometric mean, for the scale is logarithmic.
TEST(YoungOneOffsTest, BetweenTwoLevelsTheMonthIsPutInTheirMiddle) {
  Vector values(12);
  values << 127, 96, 138, 155, 121, 3070, 238, 258, 227, 330, 216, 241;
  const std::vector<YoungOneOff> found = FindYoungOneOffs(values);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at, 5);
  EXPECT_NEAR(found[0].adjusted, 181.229, 0.001);
}

TEST(YoungOneOffsTest, ALargeCreditIsOneToo) {
  Vector values = Months(14);
  values[6] = -700.0;
  const std::vector<YoungOneOff> found = FindYoungOneOffs(values);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].at, 6);
}

TEST(YoungOneOffsTest, TheLastMonthANewLevelASmallStepAndWhatComesBackAreNone) {
  Vector last = Months(12);
  last[11] = 1000.0;
  EXPECT_TRUE(FindYoungOneOffs(last).empty());
  Vector level = Months(12);
  level.tail(5) *= 10.0;
  EXPECT_TRUE(FindYoungOneOffs(level).empty());
  Vector small = Months(12);
  small[5] = 250.0;  // Two and a half times the others: a season may do that.
  EXPECT_TRUE(FindYoungOneOffs(small).empty());
  Vector yearly = Months(24);
  yearly[4] = 1000.0;
  yearly[16] = 900.0;
  EXPECT_TRUE(FindYoungOneOffs(yearly).empty());
}

TEST(YoungOneOffsTest, WhereLargeAmountsAreUsualOrMonthsAreFewNothingIsFound) {
  Vector lumpy = Months(16);
  for (const int at : {2, 6, 10}) lumpy[at] = 1000.0;  // Three of sixteen.
  EXPECT_TRUE(FindYoungOneOffs(lumpy).empty());
  Vector sparse = Vector::Zero(12);
  sparse[4] = 1000.0;
  EXPECT_TRUE(FindYoungOneOffs(sparse).empty());
  Vector few = Months(7);
  few[3] = 1000.0;
  EXPECT_TRUE(FindYoungOneOffs(few).empty());
}

TEST(YoungOneOffsTest, AShortSeriesIsSeenWithoutThem) {
  Vector values(14);
  values << kMissing, Months(13);
  values[5] = 1000.0;
  const MonthlySeries series{Month::January(2020), values};
  const OneOffs found = FindOneOffs(series);
  ASSERT_EQ(found.months.size(), 1u);
  EXPECT_EQ(found.months[0].month, Month::January(2020) + 5);
  EXPECT_EQ(found.months[0].actual, 1000.0);
  EXPECT_NEAR(found.adjusted.values[5], 100.0, 5.0);
  EXPECT_EQ(found.adjusted.values[6], values[6]);
}

}  // namespace
}  // namespace prognos
