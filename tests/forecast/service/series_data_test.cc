#include "forecast/service/series_data.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::service {
namespace {

const Month kStart = Month::January(2022);

TEST(SeriesDataTest, RowsBecomeMonthsAsStoredAndGapsAreMissing) {
  const std::vector<ledger::Actual> actuals = {
      {"a.cost", kStart, 12345, {}, 1}, {"a.cost", kStart + 2, -50, {}, 2}, {"a.days", kStart + 1, 31125, {}, 3}};
  const SeriesById series = ToMonthlySeries(actuals);
  const MonthlySeries& cost = series.at("a.cost");
  EXPECT_EQ(cost.first, kStart);
  ASSERT_EQ(cost.size(), 3);
  EXPECT_EQ(cost.values[0], 12345);
  EXPECT_TRUE(std::isnan(cost.values[1]));
  EXPECT_EQ(cost.values[2], -50);
  EXPECT_EQ(series.at("a.days").first, kStart + 1);
  EXPECT_EQ(series.at("a.days").values[0], 31125);
}

TEST(SeriesDataTest, TheLatestDecisionIsInForceAndOfEqualDatesTheLaterVersion) {
  const auto version = [](int number, absl::CivilDay day, int64_t ore) {
    ledger::BudgetVersion result;
    result.version = number;
    result.decision_date = day;
    ledger::BudgetLine line;
    line.series_id = "a.cost";
    line.amount_ore = ore;
    result.lines = {line};
    return result;
  };
  const absl::CivilDay november(2021, 11, 25), august(2022, 8, 20);
  EXPECT_EQ(LinesInForce({version(1, august, 5), version(2, november, 6)}).at("a.cost").line.amount_ore, 5);
  EXPECT_EQ(LinesInForce({version(1, august, 5), version(2, august, 6)}).at("a.cost").line.amount_ore, 6);
  EXPECT_EQ(LinesInForce({version(1, august, 5), version(2, august, 6)}).at("a.cost").version, 2);
}

}  // namespace
}  // namespace prognos::service
