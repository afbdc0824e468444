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
  BacktestCase first, second;
  first.scale = 10.0;
  first.months = {Month(100, 95), Month(100, 115)};
  second.scale = 20.0;
  second.months = {Month(300, 330)};
  const std::vector<MonthScore> scores = ScoreMonths({&first, &second});
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].months_ahead, 1);
  EXPECT_EQ(scores[0].count, 2);
  // Errors 5 and 30 of 100 and 300.
  EXPECT_DOUBLE_EQ(scores[0].mean_absolute_error, 17.5);
  EXPECT_DOUBLE_EQ(scores[0].weighted_percentage_error, 100.0 * 35 / 400);
  // 5 / 10 and 30 / 20.
  EXPECT_DOUBLE_EQ(scores[0].mean_scaled_error, 1.0);
  EXPECT_DOUBLE_EQ(scores[0].coverage_80, 0.5);
  EXPECT_DOUBLE_EQ(scores[0].coverage_95, 0.5);
  // 15 too high: outside the 80 % interval, inside that of 95 %.
  EXPECT_EQ(scores[1].months_ahead, 2);
  EXPECT_EQ(scores[1].count, 1);
  EXPECT_DOUBLE_EQ(scores[1].coverage_80, 0.0);
  EXPECT_DOUBLE_EQ(scores[1].coverage_95, 1.0);
}

TEST(MonthScoresTest, ACaseWithoutAScaleCountsInAllButTheScaledError) {
  BacktestCase known, unknown, constant;
  known.scale = 10.0;
  known.months = {Month(100, 95)};
  unknown.months = {Month(100, 0)};
  constant.scale = 0.0;
  constant.months = {Month(100, 0)};
  const std::vector<MonthScore> scores = ScoreMonths({&known, &unknown, &constant});
  EXPECT_EQ(scores[0].count, 3);
  EXPECT_DOUBLE_EQ(scores[0].mean_scaled_error, 0.5);
  EXPECT_TRUE(std::isnan(ScoreMonths({&unknown})[0].mean_scaled_error));
}

TEST(MonthScoresTest, SumsAndAbstentionsHaveNoMonths) {
  const BacktestCase sum;
  EXPECT_TRUE(ScoreMonths({&sum}).empty());
  EXPECT_TRUE(ScoreMonths({}).empty());
}

}  // namespace
}  // namespace prognos::evaluation
