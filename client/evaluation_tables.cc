#include "client/evaluation_tables.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/number_format.h"

namespace prognos::client {
namespace {

constexpr int kLeastCasesForShares = 5;
constexpr int kNarrowHeading = 8;

std::string OutcomePercent(const v1::EvaluationRow* row, const Texts& texts) {
  if (row == nullptr || !row->measures().has_weighted_percentage_error()) return kNothing;
  return FormatPercent(row->measures().weighted_percentage_error(), texts.language);
}

std::string BudgetPercent(const v1::EvaluationRow& row, const Texts& texts) {
  if (!row.measures().has_budget_percentage_error()) return kNothing;
  return FormatPercent(row.measures().budget_percentage_error(), texts.language);
}

// How much smaller the error is than that of last year's share; a minus: larger.
std::string Improvement(const v1::EvaluationRow& row, const Texts& texts) {
  if (!row.measures().has_relative_error() || row.model() == kReferenceModelName) return kNothing;
  return FormatPercent(100.0 * (1.0 - row.measures().relative_error()), texts.language);
}

std::string HitText(int hits, int years, const Texts& texts) { return absl::Substitute(texts.hits_of, hits, years); }

// Broken into more lines than two, so that the table fits 80 columns.
std::vector<std::string> NarrowHeading(absl::string_view first, absl::string_view second) {
  return Wrap(absl::StrCat(first, " ", second), kNarrowHeading);
}

std::vector<Cell> BestCells(const EvaluationLine& line, const Texts& texts) {
  const v1::EvaluationRow* best = line.Best();
  std::vector<Cell> cells = {{IndentedName(*line.any, texts)}};
  if (best == nullptr) return cells;
  cells.push_back({ModelText(best->model(), texts)});
  cells.push_back({AmountText(best->measures().mean_absolute_error(), *best, texts)});
  cells.push_back({OutcomePercent(best, texts)});
  cells.push_back({OutcomePercent(line.Find(kDefaultModelName), texts)});
  cells.push_back({OutcomePercent(line.Find(kReferenceModelName), texts)});
  cells.push_back({Improvement(*best, texts)});
  cells.push_back({HitText(best->measures().hits_80(), best->measures().years(), texts)});
  return cells;
}

std::vector<Cell> ModelCells(const v1::EvaluationRow& row, bool first, const Texts& texts) {
  const v1::Measures& measures = row.measures();
  std::vector<Cell> cells = {{first ? IndentedName(row, texts) : ""}, {ModelText(row.model(), texts)}};
  cells.push_back({absl::StrCat(measures.years())});
  if (measures.years() == 0) return cells;
  cells.push_back({AmountText(measures.mean_error(), row, texts, Sign::kAlways)});
  cells.push_back({AmountText(measures.mean_absolute_error(), row, texts)});
  cells.push_back({OutcomePercent(&row, texts)});
  cells.push_back({BudgetPercent(row, texts)});
  cells.push_back({Improvement(row, texts)});
  cells.push_back({measures.has_p_value()
                       ? FormatDecimal(std::llround(measures.p_value() * 100.0), 100, 2, texts.language)
                       : kNothing});
  cells.push_back({absl::StrCat(measures.hits_50(), " / ", measures.hits_80(), " / ", measures.hits_90())});
  return cells;
}

std::string JoinNames(const std::vector<std::string>& names, const Texts& texts) {
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
    if (best == nullptr || IsSum(*line.any) || line.any->depth() > 0) continue;
    ++count;
    auto found = std::find_if(wins.begin(), wins.end(), [&](const auto& win) { return win.first == best->model(); });
    if (found == wins.end()) found = wins.insert(wins.end(), {best->model(), {}});
    found->second.push_back(LineName(*line.any, texts));
  }
  std::stable_sort(wins.begin(), wins.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  std::vector<std::string> parts;
  for (const auto& [model, names] : wins) {
    parts.push_back(absl::Substitute(texts.evaluation_best_part, ModelText(model, texts), JoinNames(names, texts),
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
                          budget ? BudgetPercent(*own, texts) : OutcomePercent(own, texts),
                          budget ? BudgetPercent(*reference, texts) : OutcomePercent(reference, texts),
                          RelativeText(own->measures().relative_error(), texts));
}

// Null when the default has no case.
const v1::ModelSummary* DefaultSummary(const EvaluationResult& result, v1::Round round) {
  const v1::ModelSummary* summary = SummaryOf(result, round, kDefaultModelName);
  return summary == nullptr || summary->case_count() == 0 ? nullptr : summary;
}

std::string MonthPercent(const v1::MonthMeasures* month, const Texts& texts) {
  if (month == nullptr || !month->has_weighted_percentage_error()) return kNothing;
  return FormatPercent(month->weighted_percentage_error(), texts.language);
}

std::string ScaledText(const v1::MonthMeasures& month, const Texts& texts) {
  if (!month.has_scaled_error()) return kNothing;
  return FormatDecimal(std::llround(month.scaled_error() * 100.0), 100, 2, texts.language);
}

std::string ShareText(double share, const Texts& texts) { return FormatPercent(100.0 * share, texts.language); }

// Null when the model has no such month.
const v1::MonthMeasures* MonthOf(const v1::ModelSummary* summary, int months_ahead) {
  if (summary == nullptr) return nullptr;
  for (const v1::MonthMeasures& month : summary->months()) {
    if (month.months_ahead() == months_ahead) return &month;
  }
  return nullptr;
}

std::vector<Cell> MonthCells(const v1::ModelSummary& summary, const v1::MonthMeasures& month,
                             const v1::ModelSummary* reference, const Texts& texts) {
  const bool first = month.months_ahead() == summary.months(0).months_ahead();
  return {{first ? ModelText(summary.model(), texts) : ""},
          {absl::StrCat(month.months_ahead())},
          {absl::StrCat(month.case_count())},
          {MonthPercent(&month, texts)},
          {MonthPercent(MonthOf(reference, month.months_ahead()), texts)},
          {ScaledText(month, texts)},
          {ShareText(month.coverage_80(), texts)},
          {ShareText(month.coverage_95(), texts)}};
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

// Empty with so few cases that a single one moves the shares by more than 20 percentage points.
std::string CoverageSentence(const v1::ModelSummary& summary, const Texts& texts) {
  if (summary.case_count() < kLeastCasesForShares) return "";
  const auto share = [](double value) { return std::lround(100.0 * value); };
  return absl::Substitute(texts.evaluation_coverage, share(summary.coverage_50()), share(summary.coverage_80()),
                          share(summary.coverage_90()), summary.case_count());
}

}  // namespace

std::string EvaluationTitle(const EvaluationResult& result, const Texts& texts) {
  const v1::Evaluation& evaluation = result.evaluation();
  const int first = evaluation.years().empty() ? 0 : *evaluation.years().begin();
  const int last = evaluation.years().empty() ? 0 : *evaluation.years().rbegin();
  const std::string years = first == last ? absl::StrCat(first) : absl::StrCat(first, "–", last);
  return absl::Substitute(texts.evaluation_title, evaluation.organization_display_name(), years,
                          MeasureText(result, texts));
}

std::string RoundHeading(v1::Round round, const v1::Evaluation& evaluation, const Texts& texts) {
  return absl::Substitute(texts.evaluation_round, RoundText(round, texts),
                          FormatCount(evaluation.years_size(), texts.one_year, texts.years, texts.language));
}

Table BestModelTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::string unit = UnitText(result, texts);
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.best_model_1, texts.best_model_2}, Align::kLeft, true},
                   {{texts.mean_error_1, unit}},
                   {NarrowHeading(texts.mean_error_1, texts.of_outcome)},
                   {NarrowHeading(texts.model_default, texts.of_outcome)},
                   {NarrowHeading(texts.last_years_share_1, texts.last_years_share_2)},
                   {NarrowHeading(texts.better_than_1, texts.better_than_2)},
                   {{texts.inside_80_1, texts.inside_80_2}}};
  for (const EvaluationLine& line : LinesOf(result, round)) table.rows.push_back(BestCells(line, texts));
  return table;
}

Table AllModelsTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::string unit = UnitText(result, texts);
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.model}, Align::kLeft},
                   {{texts.year}},
                   {{texts.bias_1, unit}},
                   {{texts.mean_error_1, unit}},
                   {{texts.mean_error_1, texts.of_outcome}},
                   {{texts.mean_error_1, texts.of_budget}},
                   {{texts.better_than_1, texts.better_than_2}},
                   {{texts.p_value_1, texts.p_value_2}},
                   {{texts.inside_all_1, texts.inside_all_2}}};
  for (const EvaluationLine& line : LinesOf(result, round)) {
    for (const v1::EvaluationRow* row : line.models) {
      table.rows.push_back(ModelCells(*row, row == line.models.front(), texts));
    }
  }
  return table;
}

Table MonthTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts) {
  Table table;
  table.columns = {{{texts.model}, Align::kLeft, true},
                   {{texts.months_ahead_1, texts.months_ahead_2}},
                   {{texts.month_cases}},
                   {{texts.mean_error_1, texts.of_outcome}},
                   {{texts.last_years_share_1, texts.last_years_share_2}},
                   {{texts.scaled_error_1}},
                   {{texts.inside_80_1, texts.inside_80_2}},
                   {{texts.inside_80_1, texts.inside_95_2}}};
  const v1::ModelSummary* reference = SummaryOf(result, round, kReferenceModelName);
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() != round || (!all_models && summary.model() != kDefaultModelName)) continue;
    for (const v1::MonthMeasures& month : summary.months()) {
      table.rows.push_back(MonthCells(summary, month, reference, texts));
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

CsvRows EvaluationCsv(const EvaluationResult& result, const Texts& texts) {
  CsvRows csv{absl::StrSplit(texts.csv_evaluation, ';'), {}};
  for (const v1::EvaluationRow& row : result.rows()) {
    const v1::Measures& measures = row.measures();
    const Unit unit = UnitOf(row);
    const bool any = measures.years() > 0;
    const auto known = [&](bool present, int64_t value) {
      return present ? FormatMachine(value, unit, texts.language) : "";
    };
    const auto amount = [&](int64_t value) { return known(any, value); };
    std::vector<std::string> cells = PlaceCells(row, texts);
    for (std::string cell :
         {absl::StrCat(measures.years()),
          absl::StrCat(measures.abstained_years()),
          absl::StrCat(measures.stand_ins()),
          amount(measures.mean_error()),
          amount(measures.mean_absolute_error()),
          amount(measures.median_absolute_error()),
          MachineNumber(measures.has_mean_percentage_error(), measures.mean_percentage_error(), texts),
          MachineNumber(measures.has_weighted_percentage_error(), measures.weighted_percentage_error(), texts),
          MachineNumber(measures.has_budget_percentage_error(), measures.budget_percentage_error(), texts),
          absl::StrCat(measures.hits_50()),
          absl::StrCat(measures.hits_80()),
          absl::StrCat(measures.hits_90()),
          amount(measures.mean_pinball_loss()),
          amount(measures.mean_crps()),
          MachineNumber(measures.has_relative_error(), measures.relative_error(), texts),
          MachineNumber(measures.has_p_value(), measures.p_value(), texts),
          known(measures.has_root_mean_squared_error(), measures.root_mean_squared_error()),
          MachineNumber(measures.has_symmetric_percentage_error(), measures.symmetric_percentage_error(), texts),
          MachineNumber(measures.has_scaled_error(), measures.scaled_error(), texts),
          MachineNumber(measures.has_root_mean_squared_scaled_error(), measures.root_mean_squared_scaled_error(),
                        texts),
          known(measures.has_interval_score_80(), measures.interval_score_80()),
          known(measures.has_interval_score_90(), measures.interval_score_90())}) {
      cells.push_back(std::move(cell));
    }
    csv.rows.push_back(std::move(cells));
  }
  return csv;
}

CsvRows EvaluationYearsCsv(const EvaluationResult& result, const Texts& texts) {
  CsvRows csv{absl::StrSplit(texts.csv_evaluation_years, ';'), {}};
  for (const v1::EvaluationRow& row : result.rows()) {
    const Unit unit = UnitOf(row);
    const auto amount = [&](bool present, int64_t value) {
      return present ? FormatMachine(value, unit, texts.language) : "";
    };
    for (const v1::EvaluatedYear& year : row.years()) {
      const v1::Quantiles& quantiles = year.quantiles();
      std::vector<std::string> cells = PlaceCells(row, texts);
      cells.push_back(absl::StrCat(year.year()));
      cells.push_back(amount(true, year.actual()));
      cells.push_back(amount(year.has_forecast(), year.forecast()));
      cells.push_back(amount(year.has_forecast(), year.actual() - year.forecast()));
      cells.push_back(amount(year.has_budget(), year.budget()));
      for (const int64_t value : {quantiles.p05(), quantiles.p10(), quantiles.p25(), quantiles.p50(), quantiles.p75(),
                                  quantiles.p90(), quantiles.p95()}) {
        cells.push_back(amount(year.has_quantiles(), value));
      }
      csv.rows.push_back(std::move(cells));
    }
  }
  return csv;
}

CsvRows EvaluationMonthsCsv(const EvaluationResult& result, const Texts& texts) {
  CsvRows csv{absl::StrSplit(texts.csv_evaluation_months, ';'), {}};
  const auto add = [&](const v1::MonthMeasures& month, Unit unit, std::vector<std::string> cells) {
    const auto amount = [&](bool present, int64_t value) {
      return present ? FormatMachine(value, unit, texts.language) : "";
    };
    for (std::string cell :
         {absl::StrCat(month.months_ahead()), absl::StrCat(month.case_count()),
          FormatMachine(month.mean_absolute_error(), unit, texts.language),
          MachineNumber(month.has_weighted_percentage_error(), month.weighted_percentage_error(), texts),
          MachineNumber(month.has_scaled_error(), month.scaled_error(), texts),
          MachineNumber(true, month.coverage_80(), texts), MachineNumber(true, month.coverage_95(), texts),
          amount(month.has_root_mean_squared_error(), month.root_mean_squared_error()),
          MachineNumber(month.has_symmetric_percentage_error(), month.symmetric_percentage_error(), texts),
          MachineNumber(month.has_root_mean_squared_scaled_error(), month.root_mean_squared_scaled_error(), texts),
          amount(month.has_mean_pinball_loss(), month.mean_pinball_loss()),
          amount(month.has_interval_score_80(), month.interval_score_80()),
          amount(month.has_interval_score_95(), month.interval_score_95())}) {
      cells.push_back(std::move(cell));
    }
    csv.rows.push_back(std::move(cells));
  };
  for (const v1::EvaluationRow& row : result.rows()) {
    for (const v1::MonthMeasures& month : row.months()) add(month, UnitOf(row), PlaceCells(row, texts));
  }
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    for (const v1::MonthMeasures& month : summary.months()) {
      add(month, kMoneyUnit, {"", "", "", "", "", RoundText(summary.round(), texts), summary.model()});
    }
  }
  return csv;
}

}  // namespace prognos::client
