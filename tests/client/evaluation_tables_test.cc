#include "client/evaluation_tables.h"

#include "client/evaluation_document.h"
#include "forecast/documents/csv.h"
#include "forecast/documents/terminal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"
#include "tests/client/example_evaluation.h"
#include "tests/client/table_texts.h"

namespace prognos::client {
namespace {

using documents::Table;
using ::testing::ElementsAre;

TEST(EvaluationTablesTest, EachActivityShowsItsBestModelBesideTheDefaultAndLastYearsShare) {
  const Table table = BestModelTable(ExampleEvaluation(), v1::ROUND_AUTUMN, Sv());
  ASSERT_EQ(table.rows.size(), 3u);
  // 1 - 0,4 = 60 % better than last year's share.
  EXPECT_THAT(ShownTexts(table.rows[0]),
              ElementsAre("Barn", "årstakt", "40", "0,8\u00a0%", "1,2\u00a0%", "2,0\u00a0%", "60,0\u00a0%", "2 av 2"));
  EXPECT_THAT(ShownTexts(table.rows[1]), ElementsAre("Vuxen", "standard", "50", "1,0\u00a0%", "1,0\u00a0%",
                                                     "4,2\u00a0%", "75,0\u00a0%", "1 av 2"));
  EXPECT_THAT(ShownTexts(table.rows[2]), ElementsAre("Summa", "standard", "90", "0,6\u00a0%", "0,6\u00a0%",
                                                     "1,0\u00a0%", "40,0\u00a0%", "2 av 2"));
}

// The rows of one series only, as an evaluation of that series has them.
EvaluationResult OfOneSeries(v1::Measure measure, const std::string& unit) {
  EvaluationResult result = ExampleEvaluation();
  for (v1::EvaluationRow& row : *result.mutable_rows()) {
    row.set_measure(measure);
    row.set_unit(unit);
  }
  return result;
}

TEST(EvaluationTablesTest, OfOneSeriesTheTitleAndTheHeadingsTellWhatIsCounted) {
  EXPECT_EQ(EvaluationTitle(ExampleEvaluation(), Sv()),
            "Exempelby socialnämnd · utvärdering 2021–2022 · helårets fel, netto");
  const EvaluationResult cost = OfOneSeries(v1::MEASURE_COST, "");
  EXPECT_EQ(EvaluationTitle(cost, Sv()), "Exempelby socialnämnd · utvärdering 2021–2022 · helårets fel, kostnad");
  EXPECT_THAT(BestModelTable(cost, v1::ROUND_AUTUMN, Sv()).columns[2].heading, ElementsAre("Medelfel", "tkr"));
  const EvaluationResult volume = OfOneSeries(v1::MEASURE_VOLUME, "hushall");
  EXPECT_EQ(EvaluationTitle(volume, Sv()), "Exempelby socialnämnd · utvärdering 2021–2022 · helårets fel, hushall");
  EXPECT_THAT(BestModelTable(volume, v1::ROUND_AUTUMN, Sv()).columns[2].heading, ElementsAre("Medelfel", "hushall"));
}

TEST(EvaluationTablesTest, TheTitleTellsWhenEventsCountThatWereDeclaredLater) {
  EvaluationResult result = ExampleEvaluation();
  result.mutable_evaluation()->set_all_events(true);
  EXPECT_EQ(EvaluationTitle(result, Sv()),
            "Exempelby socialnämnd · utvärdering 2021–2022 · helårets fel, netto · med alla händelser, också senare "
            "inlagda");
}

TEST(EvaluationTablesTest, AModelThatAnsweredInFewerYearsIsNotBest) {
  EvaluationResult result = ExampleEvaluation();
  for (v1::EvaluationRow& row : *result.mutable_rows()) {
    if (row.model() == "run-rate") row.mutable_measures()->set_years(1);
  }
  EXPECT_EQ(ShownTexts(BestModelTable(result, v1::ROUND_AUTUMN, Sv()).rows[0])[1], "standard");
}

TEST(EvaluationTablesTest, DetailsHaveARowForEveryModel) {
  const Table table = AllModelsTable(ExampleEvaluation(), v1::ROUND_AUTUMN, Sv());
  ASSERT_EQ(table.rows.size(), 9u);
  EXPECT_EQ(ShownTexts(table.rows[0])[0], "Barn");
  EXPECT_FALSE(table.rows[0].goes_on);
  EXPECT_TRUE(table.rows[1].goes_on);
  // The forecast was 60 tkr too high.
  EXPECT_EQ(ShownTexts(table.rows[0])[3], "\u221260");
  EXPECT_EQ(ShownTexts(table.rows[0]).back(), "0 / 1 / 0");
}

TEST(EvaluationTablesTest, TheSentencesSayWhoWinsWhereAndByHowMuch) {
  EXPECT_THAT(EvaluationSentences(ExampleEvaluation(), v1::ROUND_AUTUMN, Sv()),
              ElementsAre("Bäst: årstakt för Barn (1\u00a0av\u00a02); standard för Vuxen (1\u00a0av\u00a02).",
                          "För summan är standardmodellens medelfel 0,6\u00a0% av utfallet, ”förra årets andel”: "
                          "1,0\u00a0% – alltså 40,0\u00a0% mindre.",
                          "Över alla 8 serier är standardmodellens fel 20,0\u00a0% mindre än för ”förra årets andel”; "
                          "sannolikheten att den är bättre, räknat på varje series fel i procent, är 93\u00a0%.",
                          "Standardmodellens intervall på 50, 80 och 90 % höll i 50, 75 och 88 % av 16\u00a0fall."));
}

// The last sentences of an evaluation of `series_count` series in one year.
std::vector<std::string> SentencesOf(int series_count, double relative_error, const Texts& texts) {
  EvaluationResult result = ExampleEvaluation();
  result.clear_rows();
  v1::ModelSummary& summary = *result.mutable_evaluation()->mutable_summaries(0);
  summary.set_series_count(series_count);
  summary.set_forecast_count(series_count);
  summary.set_relative_error(relative_error);
  summary.clear_probability_better();
  return EvaluationSentences(result, v1::ROUND_AUTUMN, texts);
}

TEST(EvaluationTablesTest, OneSeriesIsToldInTheSingularAndWithoutCertainty) {
  EXPECT_THAT(SentencesOf(1, 0.8, Sv()),
              ElementsAre("För serien är standardmodellens fel 20,0\u00a0% mindre än för ”förra årets andel”."));
  EXPECT_THAT(SentencesOf(1, 0.8, En()),
              ElementsAre("For the series the default's error is 20.0% smaller than that of \"last year's share\"."));
}

TEST(EvaluationTablesTest, EqualErrorsAreAsLargeAsEachOther) {
  EXPECT_THAT(SentencesOf(4, 1.001, Sv()),
              ElementsAre("Över alla 4 serier är standardmodellens fel lika stort som för ”förra årets andel”."));
}

TEST(EvaluationTablesTest, IntervalsAreToldFromFiveCasesOn) {
  EXPECT_EQ(SentencesOf(4, 0.8, Sv()).size(), 1u);
  EXPECT_EQ(SentencesOf(5, 0.8, Sv()).size(), 2u);
}

TEST(EvaluationTablesTest, OneYearIsSingularInEnglish) {
  v1::Evaluation evaluation;
  evaluation.add_years(2022);
  EXPECT_EQ(RoundHeading(v1::ROUND_AUTUMN, evaluation, En()), "Round: autumn forecast · 1 year");
}

TEST(EvaluationTablesTest, TheTitleSaysHowManyRoundsSawTheLedgerAsItWas) {
  EvaluationResult result = ExampleEvaluation();
  EXPECT_EQ(EvaluationTitle(result, Sv()).find("som den var då"), std::string::npos);
  v1::Evaluation& evaluation = *result.mutable_evaluation();
  evaluation.set_rounds_as_then(3);
  const int all = evaluation.years_size() * evaluation.rounds_size();
  EXPECT_NE(
      EvaluationTitle(result, Sv()).find(absl::StrCat(" · 3 av ", all, " omgångar såg bokföringen som den var då")),
      std::string::npos);
}

TEST(EvaluationTablesTest, ARoundSaysTheMonthsThatItKnew) {
  v1::Evaluation evaluation;
  evaluation.add_years(2022);
  for (const auto& [round, month] : {std::pair(v1::ROUND_SPRING, 3), std::pair(v1::ROUND_AUTUMN, 8)}) {
    evaluation.add_rounds(round);
    evaluation.add_last_known_months(month);
  }
  EXPECT_EQ(RoundHeading(v1::ROUND_SPRING, evaluation, Sv()), "Omgång: vårprognos (jan–mar) · 1 år");
  EXPECT_EQ(RoundHeading(v1::ROUND_AUTUMN, evaluation, Sv()), "Omgång: höstprognos (jan–aug) · 1 år");
}

TEST(EvaluationTablesTest, OnlyActivitiesAtTheTopAreNamedInTheSentences) {
  EvaluationResult result = ExampleEvaluation();
  for (v1::EvaluationRow& row : *result.mutable_rows()) row.set_depth(row.display_name() == "Vuxen" ? 1 : 0);
  EXPECT_EQ(EvaluationSentences(result, v1::ROUND_AUTUMN, Sv())[0], "Bäst: årstakt för Barn (1\u00a0av\u00a01).");
}

TEST(EvaluationTablesTest, MonthsAheadStandBesideLastYearsShare) {
  const Table table = MonthTable(ExampleEvaluation(), v1::ROUND_AUTUMN, /*all_models=*/false, Sv());
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(ShownTexts(table.rows[0]),
              ElementsAre("standard", "1", "8", "2,5\u00a0%", "4,0\u00a0%", "0,70", "75,0\u00a0%", "100,0\u00a0%"));
  // Last year's share has no second month.
  EXPECT_THAT(ShownTexts(table.rows[1]),
              ElementsAre("standard", "2", "8", "5,0\u00a0%", "–", "1,40", "75,0\u00a0%", "100,0\u00a0%"));
  EXPECT_EQ(MonthTable(ExampleEvaluation(), v1::ROUND_AUTUMN, /*all_models=*/true, Sv()).rows.size(), 3u);
  EXPECT_TRUE(MonthTable(ExampleEvaluation(), v1::ROUND_SPRING, /*all_models=*/true, Sv()).rows.empty());
}

TEST(EvaluationTablesTest, DetailsShowThePValueAgainstLastYearsShare) {
  EvaluationResult result = ExampleEvaluation();
  result.mutable_rows(3)->mutable_measures()->set_p_value(0.034);
  const Table table = AllModelsTable(result, v1::ROUND_AUTUMN, Sv());
  EXPECT_EQ(ShownTexts(table.rows[0])[8], "0,03");
  EXPECT_EQ(ShownTexts(table.rows[1])[8], "–");
}

TEST(EvaluationTablesTest, CsvOfMonthsHasSeriesAndAllTogether) {
  EvaluationResult result = ExampleEvaluation();
  *result.mutable_rows(9)->add_months() = result.evaluation().summaries(0).months(1);
  const std::vector<std::vector<std::string>> csv = CsvFields(EvaluatedMonthsTable(result, /*by_type=*/false, Sv()));
  ASSERT_EQ(csv.size(), 1u + 1u + 3u);
  for (const auto& row : csv) EXPECT_EQ(row.size(), csv[0].size());
  EXPECT_THAT(csv[1], ElementsAre("vuxen", "Vuxen", "kostnad", "", "", "höstprognos", "default", "2", "8", "6000,00",
                                  "5,000", "1,400", "0,750", "1,000", "", "", "", "", "", "", "0", "rad"));
  EXPECT_EQ(csv[2][1], "");
  EXPECT_EQ(csv[2][6], "default");
}

TEST(EvaluationTablesTest, LastYearsShareIsNotComparedWithItself) {
  const Table table = AllModelsTable(ExampleEvaluation(), v1::ROUND_AUTUMN, Sv());
  EXPECT_EQ(ShownTexts(table.rows[1])[1], "förra årets andel");
  EXPECT_EQ(ShownTexts(table.rows[1])[7], "–");
}

TEST(EvaluationTablesTest, WithABudgetTheSumIsMeasuredByIt) {
  EvaluationResult result = ExampleEvaluation();
  for (v1::EvaluationRow& row : *result.mutable_rows()) row.mutable_measures()->set_budget_percentage_error(0.5);
  EXPECT_THAT(EvaluationSentences(result, v1::ROUND_AUTUMN, Sv())[1],
              testing::HasSubstr("0,5\u00a0% av nettobudgeten"));
}

TEST(EvaluationTablesTest, CsvHasEveryRowAndYearInKronor) {
  const std::vector<std::vector<std::string>> csv =
      CsvFields(EvaluationRowsTable(ExampleEvaluation(), /*by_type=*/false, Sv()));
  EXPECT_EQ(csv.size(), 1u + 10u);
  for (const auto& row : csv) EXPECT_EQ(row.size(), csv[0].size());
  EXPECT_EQ(csv[4][0], "barn");
  EXPECT_EQ(csv[4][6], "default");
  EXPECT_EQ(csv[4][10], "-60000,00");
  EXPECT_EQ(csv[4][21], "0,600");
  // Stored before the measures behind the p-value were there.
  for (size_t column = 23; column < csv[0].size() - 2; ++column) EXPECT_EQ(csv[4][column], "");
  const std::vector<std::vector<std::string>> years =
      CsvFields(EvaluatedYearsTable(ExampleEvaluation(), /*by_type=*/false, Sv()));
  EXPECT_EQ(years.size(), 1u + 20u);
  for (const auto& row : years) EXPECT_EQ(row.size(), years[0].size());
  EXPECT_EQ(years[8][7], "2022");
  // Barn, default: 5 000 000 kr became 60 000 less than forecast.
  EXPECT_EQ(years[8][10], "-60000,00");
}

TEST(EvaluationTablesTest, ModelsOfAnActivityNameItOnceForPeopleAndEachTimeForPrograms) {
  const Table table = AllModelsTable(ExampleEvaluation(), v1::ROUND_AUTUMN, Sv());
  EXPECT_THAT(RenderTerminal(table, {}), testing::HasSubstr("\n            förra årets andel"));
  EXPECT_EQ(CsvFields(table)[2][0], "Barn");
  EXPECT_EQ(CsvFields(table)[2][1], "förra årets andel");
}

std::vector<std::string> TableIds(const documents::Document& document) {
  std::vector<std::string> ids;
  for (const Table* table : documents::TablesOf(document)) ids.push_back(table->id);
  return ids;
}

TEST(EvaluationTablesTest, TheDocumentHoldsTheTablesThatAreAskedFor) {
  EXPECT_THAT(TableIds(EvaluationDocument(ExampleEvaluation(), {}, "", Sv())),
              ElementsAre("best_models", "against_baselines"));
  EXPECT_THAT(TableIds(EvaluationDocument(ExampleEvaluation(), {.details = true, .months = true}, "", Sv())),
              ElementsAre("best_models", "models", "against_baselines", "months_ahead"));
}

}  // namespace
}  // namespace prognos::client
