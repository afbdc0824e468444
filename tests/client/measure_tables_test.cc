#include "client/measure_tables.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"
#include "tests/client/example_evaluation.h"
#include "tests/client/table_texts.h"

namespace prognos::client {
namespace {

using documents::Table;
using ::testing::ElementsAre;

// The example as an evaluation is stored now: Barn by the default, and the summary of the default.
EvaluationResult WithMeasures() {
  EvaluationResult result = ExampleEvaluation();
  v1::Measures& measures = *result.mutable_rows(3)->mutable_measures();
  measures.set_root_mean_squared_error(70'500'00);
  measures.set_mean_percentage_error(1.25);
  measures.set_symmetric_percentage_error(1.5);
  measures.set_scaled_error(0.406);
  measures.set_root_mean_squared_scaled_error(0.5);
  measures.set_interval_score_80(300'000'00);
  measures.set_interval_score_90(400'000'00);
  measures.set_mean_pinball_loss(20'000'00);
  measures.set_mean_crps(45'000'00);
  v1::ModelSummary& summary = *result.mutable_evaluation()->mutable_summaries(0);
  summary.set_weighted_percentage_error(1.0);
  summary.set_mean_percentage_error(2.0);
  summary.set_median_percentage_error(1.5);
  summary.set_symmetric_percentage_error(2.25);
  summary.set_scaled_error(0.31);
  summary.set_root_mean_squared_scaled_error(0.32);
  summary.set_scaled_interval_score_80(1.4);
  summary.set_scaled_interval_score_90(1.75);
  summary.set_relative_crps(0.81);
  return result;
}

TEST(MeasureTablesTest, EachModelHasAColumnForEachBaselineButItself) {
  const Table table = BaselineTable(ExampleEvaluation(), v1::ROUND_AUTUMN, /*all_models=*/true, Sv());
  ASSERT_EQ(table.columns.size(), 3u);
  EXPECT_THAT(table.columns[1].heading, ElementsAre("förra årets", "andel"));
  EXPECT_THAT(table.columns[2].heading, ElementsAre("årstakt"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(ShownTexts(table.rows[0]), ElementsAre("standard", "0,80", "0,50"));
  EXPECT_THAT(ShownTexts(table.rows[1]), ElementsAre("förra årets andel", "–", "0,63"));
}

TEST(MeasureTablesTest, BaselinesHaveNoRowsOfTheirOwnUnlessAllModelsAreAskedFor) {
  const Table table = BaselineTable(ExampleEvaluation(), v1::ROUND_AUTUMN, /*all_models=*/false, Sv());
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(ShownTexts(table.rows[0])[0], "standard");
}

TEST(MeasureTablesTest, AnEvaluationStoredBeforeTheMeasuresHasNoRows) {
  EvaluationResult old = ExampleEvaluation();
  for (v1::ModelSummary& summary : *old.mutable_evaluation()->mutable_summaries())
    summary.clear_relative_to_baselines();
  EXPECT_TRUE(BaselineTable(old, v1::ROUND_AUTUMN, true, Sv()).rows.empty());
  EXPECT_TRUE(MeasureTable(old, v1::ROUND_AUTUMN, Sv()).rows.empty());
  const Table pooled = PooledMeasureTable(old, v1::ROUND_AUTUMN, Sv());
  EXPECT_THAT(ShownTexts(pooled.rows[0]), ElementsAre("standard", "–", "–", "–", "–", "–", "–", "–", "–", "–"));
  const auto csv = CsvFields(SummariesTable(old, Sv()));
  ASSERT_EQ(csv.size(), 3u);
  for (size_t row = 1; row < csv.size(); ++row) EXPECT_EQ(csv[row][9], "");
}

TEST(MeasureTablesTest, EveryMeasureOfAnActivityStandsInItsColumn) {
  const Table table = MeasureTable(WithMeasures(), v1::ROUND_AUTUMN, Sv());
  ASSERT_EQ(table.rows.size(), 9u);
  EXPECT_THAT(ShownTexts(table.rows[0]), ElementsAre("Barn", "standard", "71", "60", "1,3\u00a0%", "1,5\u00a0%", "0,41",
                                                     "0,50", "300", "400", "20", "45"));
  EXPECT_EQ(table.rows[0].cells.size(), table.columns.size());
  EXPECT_TRUE(table.rows[1].goes_on);
  EXPECT_EQ(ShownTexts(table.rows[1])[2], "–");
}

TEST(MeasureTablesTest, TheScaleFreeMeasuresOfAModelStandInTheirColumns) {
  const Table table = PooledMeasureTable(WithMeasures(), v1::ROUND_AUTUMN, Sv());
  EXPECT_THAT(ShownTexts(table.rows[0]), ElementsAre("standard", "1,0\u00a0%", "2,0\u00a0%", "1,5\u00a0%", "2,3\u00a0%",
                                                     "0,31", "0,32", "1,40", "1,75", "0,81"));
  EXPECT_EQ(table.rows[0].cells.size(), table.columns.size());
}

TEST(MeasureTablesTest, MonthsHaveTheirMeasuresAndDashesWhereStoredBefore) {
  EvaluationResult result = ExampleEvaluation();
  v1::MonthMeasures& month = *result.mutable_evaluation()->mutable_summaries(0)->mutable_months(0);
  month.set_root_mean_squared_error(4'000'00);
  month.set_symmetric_percentage_error(2.0);
  month.set_root_mean_squared_scaled_error(0.75);
  month.set_mean_pinball_loss(1'000'00);
  month.set_interval_score_80(9'000'00);
  month.set_interval_score_95(14'000'00);
  const Table table = MonthMeasureTable(result, v1::ROUND_AUTUMN, /*all_models=*/false, Sv());
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(ShownTexts(table.rows[0]),
              ElementsAre("standard", "1", "4", "2,0\u00a0%", "0,70", "0,75", "1", "9", "14"));
  EXPECT_THAT(ShownTexts(table.rows[1]), ElementsAre("standard", "2", "–", "–", "1,40", "–", "–", "–", "–"));
  EXPECT_EQ(MonthMeasureTable(result, v1::ROUND_AUTUMN, /*all_models=*/true, Sv()).rows.size(), 3u);
}

TEST(MeasureTablesTest, AHopelessModelDoesNotWidenTheTable) {
  EvaluationResult result = ExampleEvaluation();
  result.mutable_evaluation()->mutable_summaries(0)->mutable_relative_to_baselines(0)->set_relative_error(1234.5);
  EXPECT_EQ(ShownTexts(BaselineTable(result, v1::ROUND_AUTUMN, false, Sv()).rows[0])[1], ">\u00a099");
}

TEST(MeasureTablesTest, CsvHasARowForEachRoundAndModel) {
  const std::vector<std::vector<std::string>> csv = CsvFields(SummariesTable(WithMeasures(), Sv()));
  ASSERT_EQ(csv.size(), 1u + 2u);
  EXPECT_THAT(csv[1], ElementsAre("höstprognos", "default", "8", "16", "0", "1,000", "2,000", "1,500", "2,250", "0,310",
                                  "0,320", "0,500", "0,750", "0,875", "1,400", "1,750", "0,810", "0,800", "0,500", "",
                                  "", "", "0,930"));
  EXPECT_EQ(csv[0].size(), csv[1].size());
  EXPECT_EQ(csv[0].size(), SummariesTable(WithMeasures(), En()).columns.size());
}

}  // namespace
}  // namespace prognos::client
