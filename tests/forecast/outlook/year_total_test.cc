#include "forecast/outlook/year_total.h"

#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

YearTotal Total(int64_t known, int64_t predicted) {
  YearTotal total;
  total.known[0] = known;
  total.predicted[1] = predicted;
  total.has_predicted[1] = predicted != 0;
  return total;
}

TEST(YearTotalTest, CostMinusRevenueIsTheNet) {
  YearTotal net;
  net.Add(Total(100, 50), 1);
  net.Add(Total(30, 5), -1);
  EXPECT_EQ(net.KnownAmount(), 70);
  EXPECT_EQ(net.FullYear(), 115);
}

TEST(YearTotalTest, PathsAreAddedPathByPathAndNothingPredictedCountsAsZero) {
  YearTotal one = Total(0, 1);
  one.paths = Matrix::Constant(12, 3, 2.0);
  YearTotal sum;
  sum.Add(Total(5, 0), 1);  // No paths.
  sum.Add(one, 1);
  sum.Add(one, 1);
  sum.Add(Total(5, 0), 1);
  EXPECT_EQ(sum.paths, Matrix::Constant(12, 3, 4.0));
}

TEST(YearTotalTest, ASeriesThatDidNotExistLastYearAddsNothingButAPartOfAYearSpoilsTheSum) {
  YearTotal whole, absent, part;
  whole.has_last_year = true;
  whole.last_year = 100;
  part.has_last_year = true;
  part.last_year_is_partial = true;
  YearTotal sum;
  sum.Add(whole, 1);
  sum.Add(absent, 1);
  EXPECT_TRUE(sum.has_last_year && !sum.last_year_is_partial);
  EXPECT_EQ(sum.last_year, 100);
  sum.Add(part, 1);
  EXPECT_TRUE(sum.last_year_is_partial);
}

}  // namespace
}  // namespace prognos::outlook
