#include "forecast/evaluation/month_scores.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::evaluation {
namespace {

// A month forecast as `forecast` with the 80 % interval +- 10 and the 95 % interval +- 20.
BacktestMonth Month(double actual, double forecast) {
  return {actual, forecast, {forecast - 20, forecast - 10, forecast + 10, forecast + 20}};
}

TEST(MonthScoresTest, MeasuresOfAMonthAheadAreThoseByHand) {
  BacktestForecast first, second;
  first.month_scale = {10.0, 100.0};
  first.months = {Month(100, 95), Month(100, 115)};
  second.month_scale = {20.0, 900.0};
  second.months = {Month(300, 330)};
  const std::vector<MonthScore> scores = ScoreMonths({&first, &second});
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].months_ahead, 1);
  EXPECT_EQ(scores[0].count, 2);
  // Errors 5 and 30 of 100 and 300.
  EXPECT_DOUBLE_EQ(scores[0].mean_absolute_error, 17.5);
  EXPECT_DOUBLE_EQ(scores[0].weighted_percentage_error, 100.0 * 35 / 400);
  // Squares 25 and 900.
  EXPECT_DOUBLE_EQ(scores[0].root_mean_squared_error, std::sqrt(462.5));
  // 200 x 5 / 195 and 200 x 30 / 630.
  EXPECT_DOUBLE_EQ(scores[0].symmetric_percentage_error, (1000.0 / 195 + 6000.0 / 630) / 2);
  // 5 / 10 and 30 / 20; 25 / 100 and 900 / 900.
  EXPECT_DOUBLE_EQ(scores[0].mean_scaled_error, 1.0);
  EXPECT_DOUBLE_EQ(scores[0].root_mean_squared_scaled_error, std::sqrt(0.625));
  // 80 %: width 20; the second lies 20 below, at 2 / 0.2 each. 95 %: width 40, 10 below at 2 / 0.05.
  EXPECT_NEAR(scores[0].interval_score_80, (20 + 20 + 10 * 20) / 2.0, 1e-9);
  EXPECT_NEAR(scores[0].interval_score_95, (40 + 40 + 40 * 10) / 2.0, 1e-9);
  // Quantiles 75, 85, 105, 115 for 100: 0.025 x 25 + 0.1 x 15 + 0.1 x 5 + 0.025 x 15 = 3. Quantiles 310, 320, 340, 350
  // for 300: 0.975 x 10 + 0.9 x 20 + 0.1 x 40 + 0.025 x 50 = 33. Over four levels and two months.
  EXPECT_NEAR(scores[0].mean_pinball_loss, 36.0 / 8, 1e-9);
  EXPECT_DOUBLE_EQ(scores[0].coverage_80, 0.5);
  EXPECT_DOUBLE_EQ(scores[0].coverage_95, 0.5);
  // 15 too high: outside the 80 % interval, inside that of 95 %.
  EXPECT_EQ(scores[1].months_ahead, 2);
  EXPECT_EQ(scores[1].count, 1);
  EXPECT_DOUBLE_EQ(scores[1].coverage_80, 0.0);
  EXPECT_DOUBLE_EQ(scores[1].coverage_95, 1.0);
}

TEST(MonthScoresTest, ACaseWithoutAScaleCountsInAllButTheScaledError) {
  BacktestForecast known, unknown, constant;
  known.month_scale = {10.0, 100.0};
  known.months = {Month(100, 95)};
  unknown.months = {Month(100, 0)};
  constant.month_scale = {0.0, 0.0};
  constant.months = {Month(100, 0)};
  const std::vector<MonthScore> scores = ScoreMonths({&known, &unknown, &constant});
  EXPECT_EQ(scores[0].count, 3);
  EXPECT_DOUBLE_EQ(scores[0].mean_scaled_error, 0.5);
  EXPECT_DOUBLE_EQ(scores[0].root_mean_squared_scaled_error, 0.5);
  EXPECT_TRUE(std::isnan(ScoreMonths({&unknown})[0].root_mean_squared_scaled_error));
  EXPECT_TRUE(std::isnan(ScoreMonths({&unknown})[0].mean_scaled_error));
}

TEST(MonthScoresTest, SumsAndAbstentionsHaveNoMonths) {
  const BacktestForecast sum;
  EXPECT_TRUE(ScoreMonths({&sum}).empty());
  EXPECT_TRUE(ScoreMonths({}).empty());
}

}  // namespace
}  // namespace prognos::evaluation
