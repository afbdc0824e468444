#include "forecast/evaluation/scores.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::evaluation {
namespace {

const std::vector<std::string>& Models() {
  static const auto& models = *new std::vector<std::string>{"default", std::string(kReferenceModel)};
  return models;
}

// A case of the autumn round whose quantiles are forecast + (-3, -2, -1, 0, 1, 2, 3) x spread.
BacktestForecast ForecastOf(int row, int model, int year, double actual, double forecast, double spread = 1.0) {
  BacktestForecast one;
  one.row = row;
  one.model = model;
  one.round = {year, 8};
  one.actual = actual;
  one.forecast = forecast;
  one.crps = std::abs(actual - forecast);
  for (int level = 0; level < 7; ++level) one.quantiles[static_cast<size_t>(level)] = forecast + (level - 3) * spread;
  return one;
}

// Row 0, errors of the default 10, -20, 0 (of 100, 200, 300) and of the reference 20, -40, 30.
std::vector<BacktestForecast> ThreeYears() {
  return {ForecastOf(0, 0, 2020, 100, 90, 5), ForecastOf(0, 0, 2021, 200, 220, 5), ForecastOf(0, 0, 2022, 300, 300, 5),
          ForecastOf(0, 1, 2020, 100, 80),    ForecastOf(0, 1, 2021, 200, 240),    ForecastOf(0, 1, 2022, 300, 270)};
}

TEST(ScoresTest, MeasuresOfARowAreThoseByHand) {
  std::vector<BacktestForecast> forecasts = ThreeYears();
  forecasts[0].budget = 80;
  forecasts[1].budget = -120;
  const std::vector<RowScore> scores = ScoreRows(forecasts, Models());
  ASSERT_EQ(scores.size(), 2u);
  const RowScore& own = scores[0];
  EXPECT_EQ(own.years, 3);
  EXPECT_NEAR(own.mean_error, -10.0 / 3, 1e-12);
  EXPECT_NEAR(own.mean_absolute_error, 10, 1e-12);
  EXPECT_NEAR(own.median_absolute_error, 10, 1e-12);
  EXPECT_NEAR(own.mean_absolute_percentage_error, (10.0 + 10.0 + 0.0) / 3, 1e-12);
  EXPECT_NEAR(own.weighted_percentage_error, 100.0 * 30 / 600, 1e-12);
  EXPECT_NEAR(own.budget_percentage_error, 100.0 * 30 / 200, 1e-12);
  // Intervals are forecast +- 5, 10, 15 at 50, 80, 90 %: 10, 20 and 0 away give hits of 1, 2, 2.
  EXPECT_EQ(own.hits_50, 1);
  EXPECT_EQ(own.hits_80, 2);
  EXPECT_EQ(own.hits_90, 2);
  EXPECT_NEAR(own.mean_crps, 10, 1e-12);
  // 30 of the default against 20 + 40 + 30 = 90 of the reference.
  EXPECT_NEAR(own.relative_absolute_error, 30.0 / 90, 1e-12);
  EXPECT_NEAR(scores[1].relative_absolute_error, 1.0, 1e-12);
  ASSERT_TRUE(own.against_reference.has_value());
  EXPECT_EQ(own.against_reference->count, 3);
  // |a| - |b| = -10, -20, -30: mean -20.
  EXPECT_NEAR(own.against_reference->mean_difference, -20, 1e-12);
  EXPECT_FALSE(scores[1].against_reference.has_value());
}

TEST(ScoresTest, PinballLossIsTheMeanOverLevelsAndYears) {
  // One year, actual 10 above every quantile's centre: quantiles 0 +- 0, error 10 at each level: 10 x mean(levels).
  const std::vector<RowScore> scores = ScoreRows({ForecastOf(0, 0, 2020, 10, 0, 0.0)}, Models());
  EXPECT_NEAR(scores[0].mean_pinball_loss, 10 * 0.5, 1e-12);  // The levels lie around 0.5.
}

// Errors 10, -20 and 0 as above, scales 20, 10 and none.
TEST(ScoresTest, SquaredAndScaledMeasuresOfARowAreThoseByHand) {
  std::vector<BacktestForecast> forecasts = ThreeYears();
  forecasts[0].year_scale = {20, 25};
  forecasts[1].year_scale = {10, 1600};
  const RowScore own = ScoreRows(forecasts, Models())[0];
  EXPECT_NEAR(own.root_mean_squared_error, std::sqrt((100.0 + 400.0 + 0.0) / 3), 1e-12);
  // 200 x 10 / 190 and 200 x 20 / 420.
  EXPECT_NEAR(own.symmetric_percentage_error, (2000.0 / 190 + 4000.0 / 420 + 0.0) / 3, 1e-12);
  // 10 / 20 and 20 / 10; 100 / 25 and 400 / 1600.
  EXPECT_NEAR(own.mean_scaled_error, (0.5 + 2.0) / 2, 1e-12);
  EXPECT_NEAR(own.root_mean_squared_scaled_error, std::sqrt((4.0 + 0.25) / 2), 1e-12);
  // 80 %: forecast +- 10 holds 10 and 0; 200 lies 10 below 210, at 2 / 0.2 each. 90 %: +- 15, 5 below at 2 / 0.1.
  EXPECT_NEAR(own.interval_score_80, (3 * 20.0 + 10 * 10.0) / 3, 1e-9);
  EXPECT_NEAR(own.interval_score_90, (3 * 30.0 + 20 * 5.0) / 3, 1e-9);
  const RowScore unscaled = ScoreRows(ThreeYears(), Models())[0];
  EXPECT_TRUE(std::isnan(unscaled.mean_scaled_error));
  EXPECT_TRUE(std::isnan(unscaled.root_mean_squared_scaled_error));
}

TEST(ScoresTest, ComparisonsUseOnlyYearsThatBothAnswer) {
  std::vector<BacktestForecast> forecasts = ThreeYears();
  forecasts[4].forecast = kMissing;  // The reference abstains in 2021.
  const std::vector<RowScore> scores = ScoreRows(forecasts, Models());
  EXPECT_NEAR(scores[0].relative_absolute_error, (10.0 + 0.0) / (20.0 + 30.0), 1e-12);
  EXPECT_FALSE(scores[0].against_reference.has_value());  // Two years are too few.
  EXPECT_EQ(scores[1].years, 2);
  EXPECT_EQ(scores[1].abstained, 1);
  EXPECT_NEAR(scores[0].mean_absolute_error, 10, 1e-12);  // Its own measures use all three.
}

TEST(ScoresTest, ARowThatNoModelAnswersHasNoMeasures) {
  const std::vector<RowScore> scores = ScoreRows({ForecastOf(0, 0, 2020, 10, kMissing)}, Models());
  EXPECT_EQ(scores[0].years, 0);
  EXPECT_EQ(scores[0].abstained, 1);
  EXPECT_TRUE(std::isnan(scores[0].mean_absolute_error));
}

TEST(ScoresTest, ASummaryPoolsTheRowsNamedAndNoOthers) {
  std::vector<BacktestForecast> forecasts = ThreeYears();
  forecasts.push_back(ForecastOf(1, 0, 2022, 1000, 900));
  forecasts.push_back(ForecastOf(1, 1, 2022, 1000, 950));
  forecasts.push_back(ForecastOf(2, 0, 2022, 5, 5000));  // A sum, say: not pooled.
  forecasts.push_back(ForecastOf(2, 1, 2022, 5, 5));
  const std::vector<ModelSummary> summaries = SummarizeModels(forecasts, Models(), {0, 1}, 1);
  ASSERT_EQ(summaries.size(), 2u);
  EXPECT_EQ(summaries[0].rows, 2);
  EXPECT_EQ(summaries[0].forecasts, 4);
  // 10 + 20 + 0 + 100 of 100 + 200 + 300 + 1000.
  EXPECT_NEAR(summaries[0].weighted_percentage_error, 100.0 * 130 / 1600, 1e-12);
  // Of 10, 10, 0 and 10 %.
  EXPECT_NEAR(summaries[0].median_absolute_percentage_error, 10, 1e-12);
  // 130 against 90 + 50.
  EXPECT_NEAR(summaries[0].relative_absolute_error, 130.0 / 140, 1e-12);
  // The default is best in row 0 (10 against 30), the reference in row 1 (50 against 100).
  EXPECT_EQ(summaries[0].best_rows, 1);
  EXPECT_EQ(summaries[1].best_rows, 1);
}

// Row 0 as above; row 1 one year with an error of 100 (quantiles 897 ... 903), of the reference 50.
TEST(ScoresTest, ScaleFreeMeasuresOfASummaryAreThoseByHand) {
  std::vector<BacktestForecast> forecasts = ThreeYears();
  forecasts[0].year_scale = {20, 25};
  forecasts[1].year_scale = {10, 1600};
  forecasts.push_back(ForecastOf(1, 0, 2022, 1000, 900));
  forecasts.back().year_scale = {50, 2500};
  forecasts.push_back(ForecastOf(1, 1, 2022, 1000, 950));
  const ModelSummary own = SummarizeModels(forecasts, Models(), {0, 1}, 1)[0];
  // 10, 10, 0 and 10 %.
  EXPECT_NEAR(own.mean_absolute_percentage_error, 7.5, 1e-12);
  EXPECT_NEAR(own.symmetric_percentage_error, (2000.0 / 190 + 4000.0 / 420 + 0.0 + 20000.0 / 1900) / 4, 1e-12);
  // 10 / 20, 20 / 10 and 100 / 50.
  EXPECT_NEAR(own.mean_scaled_error, (0.5 + 2.0 + 2.0) / 3, 1e-12);
  // Row 0 has sqrt((4 + 0.25) / 2), row 1 sqrt(10000 / 2500).
  EXPECT_NEAR(own.root_mean_squared_scaled_error, (std::sqrt(2.125) + 2.0) / 2, 1e-12);
  // 80 %: 20 / 20, (20 + 10 x 10) / 10 and (4 + 10 x 98) / 50. 90 %: 30 / 20, (30 + 20 x 5) / 10, (6 + 20 x 97) / 50.
  EXPECT_NEAR(own.scaled_interval_score_80, (1.0 + 12.0 + 19.68) / 3, 1e-9);
  EXPECT_NEAR(own.scaled_interval_score_90, (1.5 + 13.0 + 38.92) / 3, 1e-9);
  // The score of each case is its error here.
  EXPECT_NEAR(own.relative_crps, 130.0 / 140, 1e-12);
}

// Errors in the one year: default 6, last year's share 8, run rate 3, remaining budget none at all, seasonal naive 0.
TEST(ScoresTest, EveryHumanRuleIsAMeasureOfEveryOtherModel) {
  const std::vector<std::string> models = {"default", std::string(kReferenceModel), "run-rate", "remaining-budget",
                                           "seasonal-naive"};
  const std::vector<BacktestForecast> forecasts = {
      ForecastOf(0, 0, 2022, 100, 94), ForecastOf(0, 1, 2022, 100, 108), ForecastOf(0, 2, 2022, 100, 97),
      ForecastOf(0, 3, 2022, 100, kMissing), ForecastOf(0, 4, 2022, 100, 100)};
  const std::vector<ModelSummary> summaries = SummarizeModels(forecasts, models, {0}, 1);
  // Against remaining-budget there is no case, against seasonal-naive nothing to divide by.
  ASSERT_EQ(summaries[0].baselines.size(), 2u);
  EXPECT_EQ(summaries[0].baselines[0].baseline, 1);
  EXPECT_EQ(summaries[0].baselines[0].forecasts, 1);
  EXPECT_NEAR(summaries[0].baselines[0].relative_absolute_error, 6.0 / 8, 1e-12);
  EXPECT_EQ(summaries[0].baselines[1].baseline, 2);
  EXPECT_NEAR(summaries[0].baselines[1].relative_absolute_error, 6.0 / 3, 1e-12);
  // A rule is not set against itself.
  ASSERT_EQ(summaries[2].baselines.size(), 1u);
  EXPECT_EQ(summaries[2].baselines[0].baseline, 1);
  EXPECT_NEAR(summaries[2].baselines[0].relative_absolute_error, 3.0 / 8, 1e-12);
}

// Row r of five: the default errs by r per cent, the reference by 3.
TEST(ScoresTest, PairsAreTheErrorsOfEachRowInPerCent) {
  std::vector<BacktestForecast> forecasts;
  for (int row = 0; row < 5; ++row) {
    forecasts.push_back(ForecastOf(row, 0, 2022, 100, 100 - row));
    forecasts.push_back(ForecastOf(row, 1, 2022, 100, 97));
  }
  const std::vector<ModelSummary> summaries = SummarizeModels(forecasts, Models(), {0, 1, 2, 3, 4}, 1);
  ASSERT_TRUE(summaries[0].against_reference.has_value());
  EXPECT_EQ(summaries[0].against_reference->count, 5);
  // (0 + 1 + 2 + 3 + 4) / 5 - 3.
  EXPECT_NEAR(summaries[0].against_reference->mean_difference, -1.0, 1e-12);
  EXPECT_FALSE(summaries[1].against_reference.has_value());
}

TEST(ScoresTest, FewRowsSayNothingOfCertainty) {
  std::vector<BacktestForecast> forecasts;
  for (int row = 0; row < 4; ++row) {
    forecasts.push_back(ForecastOf(row, 0, 2022, 100, 99));
    forecasts.push_back(ForecastOf(row, 1, 2022, 100, 90));
  }
  EXPECT_FALSE(SummarizeModels(forecasts, Models(), {0}, 1)[0].against_reference.has_value());
  EXPECT_FALSE(SummarizeModels(forecasts, Models(), {0, 1, 2, 3}, 1)[0].against_reference.has_value());
}

}  // namespace
}  // namespace prognos::evaluation
