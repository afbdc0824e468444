#include "forecast/models/baselines/recent.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

const Month kStart = Month::January(2020);

TEST(RecentTest, TheMeanTakesTheLastKnownMonthsBeforeTheOrigin) {
  const MonthlySeries series{kStart, Values({1, 2, kMissing, 4, 100})};
  EXPECT_EQ(MeanOfLastKnown(series, kStart + 4, 2), 3.0);  // 2 and 4.
  EXPECT_EQ(MeanOfLastKnown(series, kStart + 4, 12), 7.0 / 3.0);
  EXPECT_TRUE(std::isnan(MeanOfLastKnown(series, kStart, 12)));
}

TEST(RecentTest, TheSameMonthIsTheNewestKnownOneBeforeTheOrigin) {
  Vector values = Vector::LinSpaced(36, 0, 35);
  values[26] = kMissing;  // March 2022.
  const MonthlySeries series{kStart, values};
  const Month origin = kStart + 30;                               // July 2022.
  EXPECT_EQ(LatestSameMonth(series, origin, kStart + 31), 19.0);  // August: that of 2021.
  EXPECT_EQ(LatestSameMonth(series, origin, origin), 18.0);       // July: that of 2021.
  EXPECT_EQ(LatestSameMonth(series, origin, kStart + 38), 14.0);  // March: 2022 is missing, 2021 counts.
  EXPECT_EQ(LatestSameMonth(series, origin, kStart + 41), 29.0);  // June: that of 2022.
  EXPECT_EQ(LatestSameMonth(series, origin, kStart + 27), 27.0);  // April 2022 itself.
  EXPECT_TRUE(std::isnan(LatestSameMonth(series, kStart + 5, kStart + 5)));
}

TEST(RecentTest, OnlyKnownMonthsBeforeTheOriginAreCounted) {
  const MonthlySeries series{kStart, Values({1, kMissing, 3, 4})};
  EXPECT_EQ(CountKnownBefore(series, kStart + 3), 2);
  EXPECT_EQ(CountKnownBefore(series, kStart - 3), 0);
  EXPECT_EQ(CountKnownBefore(series, kStart + 30), 3);
}

}  // namespace
}  // namespace prognos::models
