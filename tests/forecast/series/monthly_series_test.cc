#include "forecast/series/monthly_series.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos {
namespace {

const Month kMonthlySeriesStart = Month::January(2020);

MonthlySeries Series(std::initializer_list<double> values) {
  MonthlySeries series{kMonthlySeriesStart, Vector(static_cast<Eigen::Index>(values.size()))};
  int at = 0;
  for (const double value : values) series.values[at++] = value;
  return series;
}

TEST(MonthlySeriesTest, OutsideItsMonthsTheSeriesIsMissing) {
  const MonthlySeries series = Series({1, 2, 3});
  EXPECT_TRUE(std::isnan(series.At(kMonthlySeriesStart - 1)));
  EXPECT_EQ(series.At(kMonthlySeriesStart + 2), 3.0);
  EXPECT_TRUE(std::isnan(series.At(kMonthlySeriesStart + 3)));
}

TEST(MonthlySeriesTest, BeforeCutsAtTheMonthAndNeverReachesOutside) {
  const MonthlySeries series = Series({1, 2, 3});
  EXPECT_EQ(series.Before(kMonthlySeriesStart + 2).size(), 2);
  EXPECT_EQ(series.Before(kMonthlySeriesStart - 5).size(), 0);
  EXPECT_EQ(series.Before(kMonthlySeriesStart + 50).size(), 3);
}

TEST(MonthlySeriesTest, TrimmedDropsMissingEndsAndKeepsTheMonths) {
  const MonthlySeries trimmed = Series({kMissing, 2, kMissing, 4, kMissing}).Trimmed();
  EXPECT_EQ(trimmed.first, kMonthlySeriesStart + 1);
  EXPECT_EQ(trimmed.size(), 3);
  EXPECT_TRUE(Series({kMissing, kMissing}).Trimmed().empty());
}

TEST(MonthlySeriesTest, MeanAndCountLookOnlyAtKnownMonths) {
  const MonthlySeries series = Series({2, kMissing, 4});
  EXPECT_EQ(series.CountKnown(), 2);
  EXPECT_EQ(series.Mean(), 3.0);
  EXPECT_EQ(MonthlySeries().Mean(), 0.0);
}

TEST(MonthlySeriesTest, ASumWithAMissingMonthIsMissing) {
  const MonthlySeries series = Series({1, 2, kMissing, 4});
  EXPECT_EQ(series.SumBetween(kMonthlySeriesStart, kMonthlySeriesStart + 1), 3.0);
  EXPECT_TRUE(std::isnan(series.SumBetween(kMonthlySeriesStart, kMonthlySeriesStart + 2)));
  EXPECT_TRUE(std::isnan(series.SumBetween(kMonthlySeriesStart + 3, kMonthlySeriesStart + 4)));
}

TEST(MonthlySeriesTest, AGapTakesTheSameMonthOfTheYearsBesideIt) {
  MonthlySeries series{kMonthlySeriesStart, Vector::LinSpaced(36, 0, 35)};
  series.values[14] = kMissing;
  // Neighbours a year away: 2 and 26; their mean is 14.
  EXPECT_EQ(FillGaps(series).values[14], 14.0);
}

TEST(MonthlySeriesTest, AShortSeriesIsFilledOnTheLineBetweenNeighbours) {
  const MonthlySeries filled = FillGaps(Series({kMissing, 1, kMissing, kMissing, 7, kMissing}));
  EXPECT_TRUE(filled.values.isApprox((Vector(6) << 1, 1, 3, 5, 7, 7).finished(), 1e-14)) << filled.values.transpose();
  EXPECT_EQ(FillGaps(Series({kMissing, kMissing})).values, Vector::Zero(2));
}

}  // namespace
}  // namespace prognos
