#include "client/evaluation_tables.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/row_kinds.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/text_width.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using documents::Row;
using documents::Table;

constexpr int kLeastForecastsForShares = 5;
constexpr int kNarrowHeading = 8;

Cell OutcomePercent(const v1::EvaluationRow* row) {
  if (row == nullptr) return {documents::NoValue()};
  const v1::Measures& measures = row->measures();
  return PercentCell(measures.has_weighted_percentage_error(), measures.weighted_percentage_error());
}

Cell BudgetPercent(const v1::EvaluationRow& row) {
  return PercentCell(row.measures().has_budget_percentage_error(), row.measures().budget_percentage_error());
}

// How much smaller the error is than that of last year's share; a minus: larger.
Cell Improvement(const v1::EvaluationRow& row) {
  const bool present = row.measures().has_relative_error() && row.model() != kReferenceModelName;
  return PercentCell(present, 100.0 * (1.0 - row.measures().relative_error()));
}

// Broken into more lines than two, so that the table fits 80 columns.
std::vector<std::string> NarrowHeading(absl::string_view first, absl::string_view second) {
  return documents::Wrap(absl::StrCat(first, " ", second), kNarrowHeading);
}

Row BestRow(const EvaluationLine& line, const Texts& texts) {
  const v1::EvaluationRow* best = line.Best();
  Row row = NamedRow(*line.any, texts);
  if (best == nullptr) return row;
  row.cells.push_back({ModelText(best->model(), texts)});
  row.cells.push_back(AmountCell(true, best->measures().mean_absolute_error(), *best));
  row.cells.push_back(OutcomePercent(best));
  row.cells.push_back(OutcomePercent(line.Find(kDefaultModelName)));
  row.cells.push_back(OutcomePercent(line.Find(kReferenceModelName)));
  row.cells.push_back(Improvement(*best));
  row.cells.push_back({documents::CountOf{best->measures().hits_80(), best->measures().years()}});
  return row;
}

Row ModelRow(const v1::EvaluationRow& row, bool first, const Texts& texts) {
  const v1::Measures& measures = row.measures();
  Row made = NamedRow(row, texts);
  made.goes_on = !first;
  made.cells.push_back({ModelText(row.model(), texts)});
  made.cells.push_back({documents::Count{measures.years()}});
  if (measures.years() == 0) return made;
  made.cells.push_back(AmountCell(true, measures.mean_error(), row, Sign::kAlways));
  made.cells.push_back(AmountCell(true, measures.mean_absolute_error(), row));
  made.cells.push_back(OutcomePercent(&row));
  made.cells.push_back(BudgetPercent(row));
  made.cells.push_back(Improvement(row));
  made.cells.push_back(NumberCell(measures.has_p_value(), measures.p_value()));
  made.cells.push_back({documents::Counts{{measures.hits_50(), measures.hits_80(), measures.hits_90()}}});
  return made;
}

std::string TextOf(const Cell& cell, const Texts& texts) { return documents::CellText(cell.value, texts.language); }

std::string InWords(const std::vector<std::string>& names, const Texts& texts) {
  if (names.size() < 2) return absl::StrJoin(names, "");
  const std::vector<std::string> front(names.begin(), names.end() - 1);
  return absl::StrCat(absl::StrJoin(front, ", "), " ", texts.and_word, " ", names.back());
}

// "Bäst: standard för Vuxen och Integration (2 av 3); årstakt för Barn (1 av 3)." Of the activities at the top of the
// tree: those below them are in the table. The sum is not counted.
std::string BestSentence(const std::vector<EvaluationLine>& lines, const Texts& texts) {
  std::vector<std::pair<std::string, std::vector<std::string>>> wins;
  int count = 0;
  for (const EvaluationLine& line : lines) {
    const v1::EvaluationRow* best = line.Best();
    if (best == nullptr || IsSum(*line.any) || line.any->by_type() || line.any->depth() > 0) continue;
    ++count;
    auto found = std::find_if(wins.begin(), wins.end(), [&](const auto& win) { return win.first == best->model(); });
    if (found == wins.end()) found = wins.insert(wins.end(), {best->model(), {}});
    found->second.push_back(LineName(*line.any, texts));
  }
  std::stable_sort(wins.begin(), wins.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  std::vector<std::string> parts;
  for (const auto& [model, names] : wins) {
    parts.push_back(absl::Substitute(texts.evaluation_best_part, ModelText(model, texts), InWords(names, texts),
                                     names.size(), count));
  }
  return parts.empty() ? "" : absl::Substitute(texts.evaluation_best, absl::StrJoin(parts, "; "));
}

bool IsEqual(double relative) { return std::abs(1.0 - relative) < 0.005; }

// "44 % mindre", "12 % större", "lika stort".
std::string RelativeText(double relative, const Texts& texts) {
  if (IsEqual(relative)) return texts.evaluation_equal;
  return absl::Substitute(relative < 1.0 ? texts.evaluation_smaller : texts.evaluation_larger,
                          FormatPercent(100.0 * std::abs(1.0 - relative), texts.language));
}

// "44 % mindre än för", "lika stort som för".
std::string RelativeTextBefore(double relative, const Texts& texts) {
  return absl::Substitute(IsEqual(relative) ? texts.evaluation_as : texts.evaluation_than,
                          RelativeText(relative, texts));
}

// The default for the sum against last year's share. Empty where one of them has no error to show.
std::string SumSentence(const std::vector<EvaluationLine>& lines, const Texts& texts) {
  const auto sum =
      std::find_if(lines.begin(), lines.end(), [](const EvaluationLine& line) { return IsSum(*line.any); });
  if (sum == lines.end()) return "";
  const v1::EvaluationRow* own = sum->Find(kDefaultModelName);
  const v1::EvaluationRow* reference = sum->Find(kReferenceModelName);
  if (own == nullptr || reference == nullptr || !own->measures().has_relative_error()) return "";
  const bool budget =
      own->measures().has_budget_percentage_error() && reference->measures().has_budget_percentage_error();
  return absl::Substitute(budget ? texts.evaluation_sum_budget : texts.evaluation_sum,
                          TextOf(budget ? BudgetPercent(*own) : OutcomePercent(own), texts),
                          TextOf(budget ? BudgetPercent(*reference) : OutcomePercent(reference), texts),
                          RelativeText(own->measures().relative_error(), texts));
}

// Null when the default has no forecast.
const v1::ModelSummary* DefaultSummary(const EvaluationResult& result, v1::Round round) {
  const v1::ModelSummary* summary = SummaryOf(result, round, kDefaultModelName);
  return summary == nullptr || summary->forecast_count() == 0 ? nullptr : summary;
}

Cell MonthPercent(const v1::MonthMeasures* month) {
  if (month == nullptr) return {documents::NoValue()};
  return PercentCell(month->has_weighted_percentage_error(), month->weighted_percentage_error());
}

// Null when the model has no such month.
const v1::MonthMeasures* MonthOf(const v1::ModelSummary* summary, int months_ahead) {
  if (summary == nullptr) return nullptr;
  for (const v1::MonthMeasures& month : summary->months()) {
    if (month.months_ahead() == months_ahead) return &month;
  }
  return nullptr;
}

Row MonthRow(const v1::ModelSummary& summary, const v1::MonthMeasures& month, const v1::ModelSummary* reference,
             const Texts& texts) {
  return {.cells = {{ModelText(summary.model(), texts)},
                    {documents::Count{month.months_ahead()}},
                    {documents::Count{month.month_count()}},
                    MonthPercent(&month),
                    MonthPercent(MonthOf(reference, month.months_ahead())),
                    NumberCell(month.has_scaled_error(), month.scaled_error()),
                    PercentCell(true, 100.0 * month.coverage_80()),
                    PercentCell(true, 100.0 * month.coverage_95())},
          .goes_on = month.months_ahead() != summary.months(0).months_ahead()};
}

// The columns of a table for programs, with that of the cost type behind them.
std::string WithCostType(const char* columns, bool by_type, const Texts& texts) {
  return absl::StrCat(columns, by_type ? texts.csv_cost_type : "");
}

void MarkRow(const v1::EvaluationRow& row, const RowKinds& kinds, Row& made) {
  row.by_type() ? MarkOfWhich(row, made) : kinds.Mark(row, made);
}

// The default over all series against last year's share; how sure that is, where the service says so.
std::string SeriesSentence(const v1::ModelSummary& summary, const Texts& texts) {
  if (!summary.has_relative_error()) return "";
  const std::string error =
      absl::Substitute(summary.series_count() == 1 ? texts.evaluation_one_series : texts.evaluation_series,
                       summary.series_count(), RelativeTextBefore(summary.relative_error(), texts));
  if (!summary.has_probability_better()) return absl::StrCat(error, ".");
  return absl::Substitute(texts.evaluation_probability, error,
                          FormatProbability(summary.probability_better(), texts.language));
}

// Empty with so few forecasts that a single one moves the shares by more than 20 percentage points.
std::string CoverageSentence(const v1::ModelSummary& summary, const Texts& texts) {
  if (summary.forecast_count() < kLeastForecastsForShares) return "";
  const auto share = [](double value) { return std::lround(100.0 * value); };
  return absl::Substitute(texts.evaluation_coverage, share(summary.coverage_50()), share(summary.coverage_80()),
                          share(summary.coverage_90()), summary.forecast_count());
}

}  // namespace

std::string EvaluationTitle(const EvaluationResult& result, const Texts& texts) {
  const v1::Evaluation& evaluation = result.evaluation();
  const int first = evaluation.years().empty() ? 0 : *evaluation.years().begin();
  const int last = evaluation.years().empty() ? 0 : *evaluation.years().rbegin();
  const std::string years = first == last ? absl::StrCat(first) : absl::StrCat(first, "–", last);
  std::string title = absl::Substitute(texts.evaluation_title, evaluation.organization_display_name(), years,
                                       MeasureText(result, texts));
  if (evaluation.rounds_as_then() > 0) {
    absl::StrAppend(&title, " · ",
                    absl::Substitute(texts.evaluation_as_then, evaluation.rounds_as_then(),
                                     evaluation.years_size() * evaluation.rounds_size()));
  }
  return evaluation.all_events() ? absl::StrCat(title, " · ", texts.evaluation_all_events) : title;
}

std::string RoundHeading(v1::Round round, const v1::Evaluation& evaluation, const Texts& texts) {
  std::string name = RoundText(round, texts);
  for (int i = 0; i < std::min(evaluation.rounds_size(), evaluation.last_known_months_size()); ++i) {
    if (evaluation.rounds(i) != round) continue;
    absl::StrAppend(&name, " (", MonthSpanShort(evaluation.last_known_months(i), texts.language), ")");
  }
  return absl::Substitute(texts.evaluation_round, name,
                          FormatCount(evaluation.years_size(), texts.one_year, texts.years, texts.language));
}

documents::Table BestModelTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::string unit = UnitText(result, texts);
  Table table;
  table.id = "best_models";
  table.columns = {
      {"activity", {texts.activity}, ColumnKind::kText, true},
      {"model", {texts.best_model_1, texts.best_model_2}, ColumnKind::kText, true},
      {"mean_absolute_error", {texts.mean_error_1, unit}, ColumnKind::kAmount},
      {"percentage_error", NarrowHeading(texts.mean_error_1, texts.of_outcome), ColumnKind::kPercent},
      {"default_percentage_error", NarrowHeading(texts.model_default, texts.of_outcome), ColumnKind::kPercent},
      {"last_years_share_percentage_error", NarrowHeading(texts.last_years_share_1, texts.last_years_share_2),
       ColumnKind::kPercent},
      {"improvement", NarrowHeading(texts.better_than_1, texts.better_than_2), ColumnKind::kPercent},
      {"hits_80", {texts.inside_80_1, texts.inside_80_2}, ColumnKind::kCount}};
  for (const EvaluationLine& line : LinesOf(result, round)) table.rows.push_back(BestRow(line, texts));
  return table;
}

documents::Table AllModelsTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::string unit = UnitText(result, texts);
  Table table;
  table.id = "models";
  table.columns = {{"activity", {texts.activity}, ColumnKind::kText, true},
                   {"model", {texts.model}},
                   {"years", {texts.year}, ColumnKind::kCount},
                   {"mean_error", {texts.bias_1, unit}, ColumnKind::kAmount},
                   {"mean_absolute_error", {texts.mean_error_1, unit}, ColumnKind::kAmount},
                   {"percentage_error", {texts.mean_error_1, texts.of_outcome}, ColumnKind::kPercent},
                   {"budget_percentage_error", {texts.mean_error_1, texts.of_budget}, ColumnKind::kPercent},
                   {"improvement", {texts.better_than_1, texts.better_than_2}, ColumnKind::kPercent},
                   {"p_value", {texts.p_value_1, texts.p_value_2}, ColumnKind::kNumber},
                   {"hits", {texts.inside_all_1, texts.inside_all_2}, ColumnKind::kCount}};
  table.columns.back().parts = {"50 %", "80 %", "90 %"};
  for (const EvaluationLine& line : LinesOf(result, round)) {
    for (const v1::EvaluationRow* row : line.models) {
      table.rows.push_back(ModelRow(*row, row == line.models.front(), texts));
    }
  }
  return table;
}

documents::Table MonthTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts) {
  Table table;
  table.id = "months_ahead";
  table.columns = {
      {"model", {texts.model}, ColumnKind::kText, true},
      {"months_ahead", {texts.months_ahead_1, texts.months_ahead_2}, ColumnKind::kCount},
      {"cases", {texts.month_cases}, ColumnKind::kCount},
      {"percentage_error", {texts.mean_error_1, texts.of_outcome}, ColumnKind::kPercent},
      {"last_years_share_percentage_error", {texts.last_years_share_1, texts.last_years_share_2}, ColumnKind::kPercent},
      {"scaled_error", {texts.scaled_error_1}, ColumnKind::kNumber},
      {"coverage_80", {texts.inside_80_1, texts.inside_80_2}, ColumnKind::kPercent},
      {"coverage_95", {texts.inside_80_1, texts.inside_95_2}, ColumnKind::kPercent}};
  const v1::ModelSummary* reference = SummaryOf(result, round, kReferenceModelName);
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() != round || (!all_models && summary.model() != kDefaultModelName)) continue;
    for (const v1::MonthMeasures& month : summary.months()) {
      table.rows.push_back(MonthRow(summary, month, reference, texts));
    }
  }
  return table;
}

std::vector<std::string> EvaluationSentences(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::vector<EvaluationLine> lines = LinesOf(result, round);
  std::vector<std::string> sentences = {BestSentence(lines, texts), SumSentence(lines, texts)};
  if (const v1::ModelSummary* summary = DefaultSummary(result, round); summary != nullptr) {
    sentences.push_back(SeriesSentence(*summary, texts));
    sentences.push_back(CoverageSentence(*summary, texts));
  }
  sentences.erase(std::remove(sentences.begin(), sentences.end(), ""), sentences.end());
  return sentences;
}

documents::Table EvaluationRowsTable(const EvaluationResult& result, bool by_type, const Texts& texts) {
  Table table = MachineTree("evaluation", WithCostType(texts.csv_evaluation, by_type, texts));
  const RowKinds kinds(result.rows());
  for (const v1::EvaluationRow& row : result.rows()) {
    const v1::Measures& measures = row.measures();
    const auto known = [unit = MachineUnit(row)](bool present, int64_t value) {
      return MachineAmount(present, value, unit);
    };
    const auto amount = [&](int64_t value) { return known(measures.years() > 0, value); };
    const auto count = [](int64_t value) { return Cell{documents::Count{value}}; };
    Row made{.cells = PlaceCells(row, texts)};
    for (Cell cell :
         {count(measures.years()),
          count(measures.abstained_years()),
          count(measures.fallbacks()),
          amount(measures.mean_error()),
          amount(measures.mean_absolute_error()),
          amount(measures.median_absolute_error()),
          MachineNumber(measures.has_mean_percentage_error(), measures.mean_percentage_error()),
          MachineNumber(measures.has_weighted_percentage_error(), measures.weighted_percentage_error()),
          MachineNumber(measures.has_budget_percentage_error(), measures.budget_percentage_error()),
          count(measures.hits_50()),
          count(measures.hits_80()),
          count(measures.hits_90()),
          amount(measures.mean_pinball_loss()),
          amount(measures.mean_crps()),
          MachineNumber(measures.has_relative_error(), measures.relative_error()),
          MachineNumber(measures.has_p_value(), measures.p_value()),
          known(measures.has_root_mean_squared_error(), measures.root_mean_squared_error()),
          MachineNumber(measures.has_symmetric_percentage_error(), measures.symmetric_percentage_error()),
          MachineNumber(measures.has_scaled_error(), measures.scaled_error()),
          MachineNumber(measures.has_root_mean_squared_scaled_error(), measures.root_mean_squared_scaled_error()),
          known(measures.has_interval_score_80(), measures.interval_score_80()),
          known(measures.has_interval_score_90(), measures.interval_score_90())}) {
      made.cells.push_back(std::move(cell));
    }
    if (by_type) made.cells.push_back(CostTypeCell(row));
    MarkRow(row, kinds, made);
    table.rows.push_back(std::move(made));
  }
  return table;
}

documents::Table EvaluatedYearsTable(const EvaluationResult& result, bool by_type, const Texts& texts) {
  Table table = MachineTree("years", WithCostType(texts.csv_evaluation_years, by_type, texts));
  const RowKinds kinds(result.rows());
  for (const v1::EvaluationRow& row : result.rows()) {
    const documents::ShownUnit unit = MachineUnit(row);
    for (const v1::EvaluatedYear& year : row.years()) {
      const v1::Quantiles& quantiles = year.quantiles();
      Row made{.cells = PlaceCells(row, texts)};
      const auto add = [&](bool present, int64_t value) { made.cells.push_back(MachineAmount(present, value, unit)); };
      made.cells.push_back({documents::Count{year.year()}});
      add(true, year.actual());
      add(year.has_forecast(), year.forecast());
      add(year.has_forecast(), year.actual() - year.forecast());
      add(year.has_budget(), year.budget());
      for (const int64_t value : {quantiles.p05(), quantiles.p10(), quantiles.p25(), quantiles.p50(), quantiles.p75(),
                                  quantiles.p90(), quantiles.p95()}) {
        add(year.has_quantiles(), value);
      }
      if (by_type) made.cells.push_back(CostTypeCell(row));
      MarkRow(row, kinds, made);
      table.rows.push_back(std::move(made));
    }
  }
  return table;
}

documents::Table EvaluatedMonthsTable(const EvaluationResult& result, bool by_type, const Texts& texts) {
  Table table = MachineTree("months", WithCostType(texts.csv_evaluation_months, by_type, texts));
  const RowKinds kinds(result.rows());
  const auto add = [&](const v1::MonthMeasures& month, const documents::ShownUnit& unit, std::vector<Cell> cells) {
    const auto amount = [&](bool present, int64_t value) { return MachineAmount(present, value, unit); };
    for (Cell cell : {Cell{documents::Count{month.months_ahead()}}, Cell{documents::Count{month.month_count()}},
                      amount(true, month.mean_absolute_error()),
                      MachineNumber(month.has_weighted_percentage_error(), month.weighted_percentage_error()),
                      MachineNumber(month.has_scaled_error(), month.scaled_error()),
                      MachineNumber(true, month.coverage_80()), MachineNumber(true, month.coverage_95()),
                      amount(month.has_root_mean_squared_error(), month.root_mean_squared_error()),
                      MachineNumber(month.has_symmetric_percentage_error(), month.symmetric_percentage_error()),
                      MachineNumber(month.has_root_mean_squared_scaled_error(), month.root_mean_squared_scaled_error()),
                      amount(month.has_mean_pinball_loss(), month.mean_pinball_loss()),
                      amount(month.has_interval_score_80(), month.interval_score_80()),
                      amount(month.has_interval_score_95(), month.interval_score_95())}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back({.cells = std::move(cells)});
  };
  for (const v1::EvaluationRow& row : result.rows()) {
    for (const v1::MonthMeasures& month : row.months()) {
      add(month, MachineUnit(row), PlaceCells(row, texts));
      if (by_type) table.rows.back().cells.push_back(CostTypeCell(row));
      MarkRow(row, kinds, table.rows.back());
    }
  }
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    for (const v1::MonthMeasures& month : summary.months()) {
      add(month, documents::Kronor(),
          {Cell(), Cell(), Cell(), Cell(), Cell(), {RoundText(summary.round(), texts)}, {summary.model()}});
      if (by_type) table.rows.back().cells.push_back(Cell());
      table.rows.back().kind = documents::RowKind::kSum;
    }
  }
  return table;
}

}  // namespace prognos::client
