#include "forecast/service/series_data.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::service {
namespace {

const Month kSeriesDataStart = Month::January(2022);

TEST(SeriesDataTest, RowsBecomeMonthsAsStoredAndGapsAreMissing) {
  const std::vector<ledger::Actual> actuals = {{"a.cost", kSeriesDataStart, 12345, {}, 1},
                                               {"a.cost", kSeriesDataStart + 2, -50, {}, 2},
                                               {"a.days", kSeriesDataStart + 1, 31125, {}, 3}};
  const SeriesById series = ToMonthlySeries(actuals);
  const MonthlySeries& cost = series.at("a.cost");
  EXPECT_EQ(cost.first, kSeriesDataStart);
  ASSERT_EQ(cost.size(), 3);
  EXPECT_EQ(cost.values[0], 12345);
  EXPECT_TRUE(std::isnan(cost.values[1]));
  EXPECT_EQ(cost.values[2], -50);
  EXPECT_EQ(series.at("a.days").first, kSeriesDataStart + 1);
  EXPECT_EQ(series.at("a.days").values[0], 31125);
}

}  // namespace
}  // namespace prognos::service
