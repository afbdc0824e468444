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

constexpr char kDefault[] = "default";
constexpr char kReference[] = "last-years-share";
constexpr double kMostPercent = 999.0;
constexpr int kLeastCasesForShares = 5;
constexpr char kNothing[] = "–";

// One line of a table: a row of the evaluation with its models.
struct Line {
  const v1::EvaluationRow* any = nullptr;
  std::vector<const v1::EvaluationRow*> models;

  const v1::EvaluationRow* Find(absl::string_view model) const {
    const auto found =
        std::find_if(models.begin(), models.end(), [&](const auto* row) { return row->model() == model; });
    return found == models.end() || (*found)->measures().years() == 0 ? nullptr : *found;
  }

  // The least mean absolute error among the models that answered in most years; null: none did.
  const v1::EvaluationRow* Best() const {
    const v1::EvaluationRow* best = nullptr;
    for (const v1::EvaluationRow* row : models) {
      const v1::Measures& own = row->measures();
      if (own.years() == 0) continue;
      if (best == nullptr || own.years() > best->measures().years() ||
          (own.years() == best->measures().years() &&
           own.mean_absolute_error() < best->measures().mean_absolute_error())) {
        best = row;
      }
    }
    return best;
  }
};

bool IsSum(const v1::EvaluationRow& row) { return row.activity().empty(); }

// Net rows; every row where there is none, as in the evaluation of one series.
bool IsPrinted(const v1::EvaluationRow& row, bool has_net) { return !has_net || row.measure() == v1::MEASURE_NET; }

// The lines of a round in the order of the evaluation, the sum last.
std::vector<Line> LinesOf(const EvaluationResult& result, v1::Round round) {
  const bool has_net = std::any_of(result.rows().begin(), result.rows().end(),
                                   [](const auto& row) { return row.measure() == v1::MEASURE_NET; });
  std::vector<Line> lines;
  for (const v1::EvaluationRow& row : result.rows()) {
    if (row.round() != round || !IsPrinted(row, has_net)) continue;
    const bool same = !lines.empty() && lines.back().any->activity() == row.activity() &&
                      lines.back().any->measure() == row.measure() && lines.back().any->series() == row.series();
    if (!same) lines.push_back({&row, {}});
    lines.back().models.push_back(&row);
  }
  std::stable_partition(lines.begin(), lines.end(), [](const Line& line) { return !IsSum(*line.any); });
  return lines;
}

std::string LineName(const v1::EvaluationRow& row, const Texts& texts) {
  return IsSum(row) ? texts.sum : row.display_name();
}

std::string IndentedName(const v1::EvaluationRow& row, const Texts& texts) {
  return absl::StrCat(std::string(static_cast<size_t>(2 * row.depth()), ' '), LineName(row, texts));
}

bool IsVolume(const v1::EvaluationRow& row) { return row.measure() == v1::MEASURE_VOLUME; }

std::string Amount(int64_t amount, const v1::EvaluationRow& row, const Texts& texts, Sign sign = Sign::kWhenNegative) {
  return IsVolume(row) ? FormatDecimal(amount, 1000, 1, texts.language, sign) : FormatTkr(amount, texts.language, sign);
}

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
  if (!row.measures().has_relative_error() || row.model() == kReference) return kNothing;
  return FormatPercent(100.0 * (1.0 - row.measures().relative_error()), texts.language);
}

std::string HitText(int hits, int years, const Texts& texts) { return absl::Substitute(texts.hits_of, hits, years); }

std::vector<Cell> BestCells(const Line& line, const Texts& texts) {
  const v1::EvaluationRow* best = line.Best();
  std::vector<Cell> cells = {{IndentedName(*line.any, texts)}};
  if (best == nullptr) return cells;
  cells.push_back({ModelText(best->model(), texts)});
  cells.push_back({Amount(best->measures().mean_absolute_error(), *best, texts)});
  cells.push_back({OutcomePercent(best, texts)});
  cells.push_back({OutcomePercent(line.Find(kDefault), texts)});
  cells.push_back({OutcomePercent(line.Find(kReference), texts)});
  cells.push_back({Improvement(*best, texts)});
  cells.push_back({HitText(best->measures().hits_80(), best->measures().years(), texts)});
  return cells;
}

std::vector<Cell> ModelCells(const v1::EvaluationRow& row, bool first, const Texts& texts) {
  const v1::Measures& measures = row.measures();
  std::vector<Cell> cells = {{first ? IndentedName(row, texts) : ""}, {ModelText(row.model(), texts)}};
  cells.push_back({absl::StrCat(measures.years())});
  if (measures.years() == 0) return cells;
  cells.push_back({Amount(measures.mean_error(), row, texts, Sign::kAlways)});
  cells.push_back({Amount(measures.mean_absolute_error(), row, texts)});
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
std::string BestSentence(const std::vector<Line>& lines, const Texts& texts) {
  std::vector<std::pair<std::string, std::vector<std::string>>> wins;
  int count = 0;
  for (const Line& line : lines) {
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
std::string SumSentence(const std::vector<Line>& lines, const Texts& texts) {
  const auto sum = std::find_if(lines.begin(), lines.end(), [](const Line& line) { return IsSum(*line.any); });
  if (sum == lines.end()) return "";
  const v1::EvaluationRow* own = sum->Find(kDefault);
  const v1::EvaluationRow* reference = sum->Find(kReference);
  if (own == nullptr || reference == nullptr || !own->measures().has_relative_error()) return "";
  const bool budget =
      own->measures().has_budget_percentage_error() && reference->measures().has_budget_percentage_error();
  return absl::Substitute(budget ? texts.evaluation_sum_budget : texts.evaluation_sum,
                          budget ? BudgetPercent(*own, texts) : OutcomePercent(own, texts),
                          budget ? BudgetPercent(*reference, texts) : OutcomePercent(reference, texts),
                          RelativeText(own->measures().relative_error(), texts));
}

const v1::ModelSummary* DefaultSummary(const EvaluationResult& result, v1::Round round) {
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() == round && summary.model() == kDefault && summary.case_count() > 0) return &summary;
  }
  return nullptr;
}

const v1::ModelSummary* SummaryOf(const EvaluationResult& result, v1::Round round, absl::string_view model) {
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() == round && summary.model() == model) return &summary;
  }
  return nullptr;
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

std::vector<std::string> PlaceCells(const v1::EvaluationRow& row, const Texts& texts) {
  const auto last = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  return {last(row.activity()), LineName(row, texts), MeasureName(row.measure(), texts),
          last(row.series()),   row.unit(),           RoundText(row.round(), texts),
          row.model()};
}

// A number for programs with three decimals; empty when absent.
std::string MachineNumber(bool present, double value, const Texts& texts) {
  return present ? FormatMachine(std::llround(value * 1000.0), 1000, texts.language) : "";
}

}  // namespace

std::string ModelText(absl::string_view model, const Texts& texts) {
  const std::map<absl::string_view, const char*> names = {{kDefault, texts.model_default},
                                                          {kReference, texts.model_last_years_share},
                                                          {"run-rate", texts.model_run_rate},
                                                          {"seasonal-naive", texts.model_seasonal_naive},
                                                          {"rolling-twelve", texts.model_rolling_twelve},
                                                          {"remaining-budget", texts.model_remaining_budget}};
  const auto found = names.find(model);
  return found == names.end() ? std::string(model) : found->second;
}

std::string RoundText(v1::Round round, const Texts& texts) {
  const std::string title = RoundTitle(round, 0, texts);
  return title.substr(0, title.rfind(' '));
}

std::string FormatPercent(double percent, Language language) {
  const std::string unit = language == Language::kSwedish ? "\u00a0%" : "%";
  const std::string gap = language == Language::kSwedish ? "\u00a0" : " ";
  if (percent > kMostPercent) return absl::StrCat(">", gap, kMostPercent, unit);
  if (percent < -kMostPercent) return absl::StrCat("<", gap, FormatInteger(-999, language), unit);
  return absl::StrCat(FormatDecimal(std::llround(percent * 10.0), 10, 1, language), unit);
}

std::string EvaluationTitle(const v1::Evaluation& evaluation, const Texts& texts) {
  const int first = evaluation.years().empty() ? 0 : *evaluation.years().begin();
  const int last = evaluation.years().empty() ? 0 : *evaluation.years().rbegin();
  const std::string years = first == last ? absl::StrCat(first) : absl::StrCat(first, "–", last);
  return absl::Substitute(texts.evaluation_title, evaluation.organization_display_name(), years);
}

std::string RoundHeading(v1::Round round, const v1::Evaluation& evaluation, const Texts& texts) {
  return absl::Substitute(texts.evaluation_round, RoundText(round, texts),
                          FormatCount(evaluation.years_size(), texts.one_year, texts.years, texts.language));
}

Table BestModelTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  Table table;
  table.columns = {
      {{texts.activity}, Align::kLeft, true},        {{texts.best_model_1, texts.best_model_2}, Align::kLeft},
      {{texts.mean_error_1, texts.mean_error_unit}}, {{texts.mean_error_1, texts.of_outcome}},
      {{texts.model_default, texts.of_outcome}},     {{texts.last_years_share_1, texts.last_years_share_2}},
      {{texts.better_than_1, texts.better_than_2}},  {{texts.inside_80_1, texts.inside_80_2}}};
  for (const Line& line : LinesOf(result, round)) table.rows.push_back(BestCells(line, texts));
  return table;
}

Table AllModelsTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.model}, Align::kLeft},
                   {{texts.year}},
                   {{texts.bias_1, texts.mean_error_unit}},
                   {{texts.mean_error_1, texts.mean_error_unit}},
                   {{texts.mean_error_1, texts.of_outcome}},
                   {{texts.mean_error_1, texts.of_budget}},
                   {{texts.better_than_1, texts.better_than_2}},
                   {{texts.p_value_1, texts.p_value_2}},
                   {{texts.inside_all_1, texts.inside_all_2}}};
  for (const Line& line : LinesOf(result, round)) {
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
  const v1::ModelSummary* reference = SummaryOf(result, round, kReference);
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() != round || (!all_models && summary.model() != kDefault)) continue;
    for (const v1::MonthMeasures& month : summary.months()) {
      table.rows.push_back(MonthCells(summary, month, reference, texts));
    }
  }
  return table;
}

std::vector<std::string> EvaluationSentences(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::vector<Line> lines = LinesOf(result, round);
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
    const int64_t units = IsVolume(row) ? 1000 : 100;
    const bool any = measures.years() > 0;
    const auto amount = [&](int64_t value) { return any ? FormatMachine(value, units, texts.language) : ""; };
    std::vector<std::string> cells = PlaceCells(row, texts);
    for (std::string cell :
         {absl::StrCat(measures.years()), absl::StrCat(measures.abstained_years()), absl::StrCat(measures.stand_ins()),
          amount(measures.mean_error()), amount(measures.mean_absolute_error()),
          amount(measures.median_absolute_error()),
          MachineNumber(measures.has_mean_percentage_error(), measures.mean_percentage_error(), texts),
          MachineNumber(measures.has_weighted_percentage_error(), measures.weighted_percentage_error(), texts),
          MachineNumber(measures.has_budget_percentage_error(), measures.budget_percentage_error(), texts),
          absl::StrCat(measures.hits_50()), absl::StrCat(measures.hits_80()), absl::StrCat(measures.hits_90()),
          amount(measures.mean_pinball_loss()), amount(measures.mean_crps()),
          MachineNumber(measures.has_relative_error(), measures.relative_error(), texts),
          MachineNumber(measures.has_p_value(), measures.p_value(), texts)}) {
      cells.push_back(std::move(cell));
    }
    csv.rows.push_back(std::move(cells));
  }
  return csv;
}

CsvRows EvaluationYearsCsv(const EvaluationResult& result, const Texts& texts) {
  CsvRows csv{absl::StrSplit(texts.csv_evaluation_years, ';'), {}};
  for (const v1::EvaluationRow& row : result.rows()) {
    const int64_t units = IsVolume(row) ? 1000 : 100;
    const auto amount = [&](bool present, int64_t value) {
      return present ? FormatMachine(value, units, texts.language) : "";
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
  const auto add = [&](const v1::MonthMeasures& month, int64_t units, std::vector<std::string> cells) {
    for (std::string cell :
         {absl::StrCat(month.months_ahead()), absl::StrCat(month.case_count()),
          FormatMachine(month.mean_absolute_error(), units, texts.language),
          MachineNumber(month.has_weighted_percentage_error(), month.weighted_percentage_error(), texts),
          MachineNumber(month.has_scaled_error(), month.scaled_error(), texts),
          MachineNumber(true, month.coverage_80(), texts), MachineNumber(true, month.coverage_95(), texts)}) {
      cells.push_back(std::move(cell));
    }
    csv.rows.push_back(std::move(cells));
  };
  for (const v1::EvaluationRow& row : result.rows()) {
    for (const v1::MonthMeasures& month : row.months()) add(month, IsVolume(row) ? 1000 : 100, PlaceCells(row, texts));
  }
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    for (const v1::MonthMeasures& month : summary.months()) {
      add(month, 100, {"", "", "", "", "", RoundText(summary.round(), texts), summary.model()});
    }
  }
  return csv;
}

}  // namespace prognos::client
