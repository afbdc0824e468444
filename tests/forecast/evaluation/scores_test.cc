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
BacktestCase Case(int row, int model, int year, double actual, double forecast, double spread = 1.0) {
  BacktestCase one;
  one.row = row;
  one.model = model;
  one.unit = {year, 8};
  one.actual = actual;
  one.forecast = forecast;
  one.crps = std::abs(actual - forecast);
  for (int level = 0; level < 7; ++level) one.quantiles[static_cast<size_t>(level)] = forecast + (level - 3) * spread;
  return one;
}

// Row 0, errors of the default 10, -20, 0 (of 100, 200, 300) and of the reference 20, -40, 30.
std::vector<BacktestCase> ThreeYears() {
  return {Case(0, 0, 2020, 100, 90, 5), Case(0, 0, 2021, 200, 220, 5), Case(0, 0, 2022, 300, 300, 5),
          Case(0, 1, 2020, 100, 80),    Case(0, 1, 2021, 200, 240),    Case(0, 1, 2022, 300, 270)};
}

TEST(ScoresTest, MeasuresOfARowAreThoseByHand) {
  std::vector<BacktestCase> cases = ThreeYears();
  cases[0].budget = 80;
  cases[1].budget = -120;
  const std::vector<RowScore> scores = ScoreRows(cases, Models());
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
  const std::vector<RowScore> scores = ScoreRows({Case(0, 0, 2020, 10, 0, 0.0)}, Models());
  EXPECT_NEAR(scores[0].mean_pinball_loss, 10 * 0.5, 1e-12);  // The levels lie around 0.5.
}

TEST(ScoresTest, ComparisonsUseOnlyYearsThatBothAnswer) {
  std::vector<BacktestCase> cases = ThreeYears();
  cases[4].forecast = kMissing;  // The reference abstains in 2021.
  const std::vector<RowScore> scores = ScoreRows(cases, Models());
  EXPECT_NEAR(scores[0].relative_absolute_error, (10.0 + 0.0) / (20.0 + 30.0), 1e-12);
  EXPECT_FALSE(scores[0].against_reference.has_value());  // Two years are too few.
  EXPECT_EQ(scores[1].years, 2);
  EXPECT_EQ(scores[1].abstained, 1);
  EXPECT_NEAR(scores[0].mean_absolute_error, 10, 1e-12);  // Its own measures use all three.
}

TEST(ScoresTest, ARowThatNoModelAnswersHasNoMeasures) {
  const std::vector<RowScore> scores = ScoreRows({Case(0, 0, 2020, 10, kMissing)}, Models());
  EXPECT_EQ(scores[0].years, 0);
  EXPECT_EQ(scores[0].abstained, 1);
  EXPECT_TRUE(std::isnan(scores[0].mean_absolute_error));
}

TEST(ScoresTest, ASummaryPoolsTheRowsNamedAndNoOthers) {
  std::vector<BacktestCase> cases = ThreeYears();
  cases.push_back(Case(1, 0, 2022, 1000, 900));
  cases.push_back(Case(1, 1, 2022, 1000, 950));
  cases.push_back(Case(2, 0, 2022, 5, 5000));  // A sum, say: not pooled.
  cases.push_back(Case(2, 1, 2022, 5, 5));
  const std::vector<ModelSummary> summaries = SummarizeModels(cases, Models(), {0, 1}, 1);
  ASSERT_EQ(summaries.size(), 2u);
  EXPECT_EQ(summaries[0].rows, 2);
  EXPECT_EQ(summaries[0].cases, 4);
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

// Row r of five: the default errs by r per cent, the reference by 3.
TEST(ScoresTest, PairsAreTheErrorsOfEachRowInPerCent) {
  std::vector<BacktestCase> cases;
  for (int row = 0; row < 5; ++row) {
    cases.push_back(Case(row, 0, 2022, 100, 100 - row));
    cases.push_back(Case(row, 1, 2022, 100, 97));
  }
  const std::vector<ModelSummary> summaries = SummarizeModels(cases, Models(), {0, 1, 2, 3, 4}, 1);
  ASSERT_TRUE(summaries[0].against_reference.has_value());
  EXPECT_EQ(summaries[0].against_reference->count, 5);
  // (0 + 1 + 2 + 3 + 4) / 5 - 3.
  EXPECT_NEAR(summaries[0].against_reference->mean_difference, -1.0, 1e-12);
  EXPECT_FALSE(summaries[1].against_reference.has_value());
}

TEST(ScoresTest, FewRowsSayNothingOfCertainty) {
  std::vector<BacktestCase> cases;
  for (int row = 0; row < 4; ++row) {
    cases.push_back(Case(row, 0, 2022, 100, 99));
    cases.push_back(Case(row, 1, 2022, 100, 90));
  }
  EXPECT_FALSE(SummarizeModels(cases, Models(), {0}, 1)[0].against_reference.has_value());
  EXPECT_FALSE(SummarizeModels(cases, Models(), {0, 1, 2, 3}, 1)[0].against_reference.has_value());
}

}  // namespace
}  // namespace prognos::evaluation
