#include "forecast/models/baselines/recent.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

const Month kRecentStart = Month::January(2020);

TEST(RecentTest, TheMeanTakesTheLastKnownMonthsBeforeTheOrigin) {
  const MonthlySeries series{kRecentStart, Values({1, 2, kMissing, 4, 100})};
  EXPECT_EQ(MeanOfLastKnown(series, kRecentStart + 4, 2), 3.0);  // 2 and 4.
  EXPECT_EQ(MeanOfLastKnown(series, kRecentStart + 4, 12), 7.0 / 3.0);
  EXPECT_TRUE(std::isnan(MeanOfLastKnown(series, kRecentStart, 12)));
}

TEST(RecentTest, TheSameMonthIsTheNewestKnownOneBeforeTheOrigin) {
  Vector values = Vector::LinSpaced(36, 0, 35);
  values[26] = kMissing;  // March 2022.
  const MonthlySeries series{kRecentStart, values};
  const Month origin = kRecentStart + 30;                               // July 2022.
  EXPECT_EQ(LatestSameMonth(series, origin, kRecentStart + 31), 19.0);  // August: that of 2021.
  EXPECT_EQ(LatestSameMonth(series, origin, origin), 18.0);             // July: that of 2021.
  EXPECT_EQ(LatestSameMonth(series, origin, kRecentStart + 38), 14.0);  // March: 2022 is missing, 2021 counts.
  EXPECT_EQ(LatestSameMonth(series, origin, kRecentStart + 41), 29.0);  // June: that of 2022.
  EXPECT_EQ(LatestSameMonth(series, origin, kRecentStart + 27), 27.0);  // April 2022 itself.
  EXPECT_TRUE(std::isnan(LatestSameMonth(series, kRecentStart + 5, kRecentStart + 5)));
}

TEST(RecentTest, OnlyKnownMonthsBeforeTheOriginAreCounted) {
  const MonthlySeries series{kRecentStart, Values({1, kMissing, 3, 4})};
  EXPECT_EQ(CountKnownBefore(series, kRecentStart + 3), 2);
  EXPECT_EQ(CountKnownBefore(series, kRecentStart - 3), 0);
  EXPECT_EQ(CountKnownBefore(series, kRecentStart + 30), 3);
}

}  // namespace
}  // namespace prognos::models
