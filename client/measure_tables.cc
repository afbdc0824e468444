#include "client/measure_tables.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace prognos::client {
namespace {

constexpr int kHeadingWidth = 12;
constexpr double kMostRatio = 99.0;

using Summaries = std::vector<const v1::ModelSummary*>;

// Of the models that answered, in the order of the evaluation.
Summaries SummariesOf(const EvaluationResult& result, v1::Round round) {
  Summaries summaries;
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() == round && summary.case_count() > 0) summaries.push_back(&summary);
  }
  return summaries;
}

const v1::RelativeToRule* Against(const v1::ModelSummary& summary, absl::string_view rule) {
  for (const v1::RelativeToRule& one : summary.relative_to_rules()) {
    if (one.rule() == rule) return &one;
  }
  return nullptr;
}

// Those that some model is measured against, in the order of the evaluation.
std::vector<std::string> RulesOf(const EvaluationResult& result, const Summaries& summaries) {
  std::vector<std::string> rules;
  for (const std::string& model : result.evaluation().models()) {
    const bool used = std::any_of(summaries.begin(), summaries.end(),
                                  [&](const auto* summary) { return Against(*summary, model) != nullptr; });
    if (used) rules.push_back(model);
  }
  return rules;
}

// "0,62".
std::string RatioText(bool present, double ratio, const Texts& texts) {
  if (!present) return kNothing;
  if (ratio > kMostRatio) return texts.language == Language::kSwedish ? ">\u00a099" : "> 99";
  return FormatDecimal(std::llround(ratio * 100.0), 100, 2, texts.language);
}

std::string PercentText(bool present, double percent, const Texts& texts) {
  return present ? FormatPercent(percent, texts.language) : kNothing;
}

std::string KnownAmount(bool present, int64_t amount, const v1::EvaluationRow& row, const Texts& texts) {
  return present ? AmountText(amount, row, texts) : kNothing;
}

std::vector<Cell> PooledCells(const v1::ModelSummary& one, const Texts& texts) {
  return {{ModelText(one.model(), texts)},
          {PercentText(one.has_weighted_percentage_error(), one.weighted_percentage_error(), texts)},
          {PercentText(one.has_mean_percentage_error(), one.mean_percentage_error(), texts)},
          {PercentText(one.has_median_percentage_error(), one.median_percentage_error(), texts)},
          {PercentText(one.has_symmetric_percentage_error(), one.symmetric_percentage_error(), texts)},
          {RatioText(one.has_scaled_error(), one.scaled_error(), texts)},
          {RatioText(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error(), texts)},
          {RatioText(one.has_scaled_interval_score_80(), one.scaled_interval_score_80(), texts)},
          {RatioText(one.has_scaled_interval_score_90(), one.scaled_interval_score_90(), texts)},
          {RatioText(one.has_relative_crps(), one.relative_crps(), texts)}};
}

std::vector<Cell> MeasureCells(const v1::EvaluationRow& row, bool first, const Texts& texts) {
  const v1::Measures& one = row.measures();
  return {{first ? IndentedName(row, texts) : ""},
          {ModelText(row.model(), texts)},
          {KnownAmount(one.has_root_mean_squared_error(), one.root_mean_squared_error(), row, texts)},
          {AmountText(one.median_absolute_error(), row, texts)},
          {PercentText(one.has_mean_percentage_error(), one.mean_percentage_error(), texts)},
          {PercentText(one.has_symmetric_percentage_error(), one.symmetric_percentage_error(), texts)},
          {RatioText(one.has_scaled_error(), one.scaled_error(), texts)},
          {RatioText(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error(), texts)},
          {KnownAmount(one.has_interval_score_80(), one.interval_score_80(), row, texts)},
          {KnownAmount(one.has_interval_score_90(), one.interval_score_90(), row, texts)},
          {AmountText(one.mean_pinball_loss(), row, texts)},
          {AmountText(one.mean_crps(), row, texts)}};
}

std::vector<Cell> MonthCells(const v1::ModelSummary& summary, const v1::MonthMeasures& one, const Texts& texts) {
  const bool first = one.months_ahead() == summary.months(0).months_ahead();
  const auto tkr = [&](bool present, int64_t amount) { return present ? FormatTkr(amount, texts.language) : kNothing; };
  return {{first ? ModelText(summary.model(), texts) : ""},
          {absl::StrCat(one.months_ahead())},
          {tkr(one.has_root_mean_squared_error(), one.root_mean_squared_error())},
          {PercentText(one.has_symmetric_percentage_error(), one.symmetric_percentage_error(), texts)},
          {RatioText(one.has_scaled_error(), one.scaled_error(), texts)},
          {RatioText(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error(), texts)},
          {tkr(one.has_mean_pinball_loss(), one.mean_pinball_loss())},
          {tkr(one.has_interval_score_80(), one.interval_score_80())},
          {tkr(one.has_interval_score_95(), one.interval_score_95())}};
}

// Whether the evaluation was stored with the measures of these tables.
bool HasMeasures(const std::vector<EvaluationLine>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const EvaluationLine& line) {
    return std::any_of(line.models.begin(), line.models.end(),
                       [](const auto* row) { return row->measures().has_root_mean_squared_error(); });
  });
}

}  // namespace

Table RuleTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts) {
  const Summaries summaries = SummariesOf(result, round);
  const std::vector<std::string> rules = RulesOf(result, summaries);
  Table table;
  table.columns = {{{texts.model}, Align::kLeft, true}};
  for (const std::string& rule : rules) table.columns.push_back({Wrap(ModelText(rule, texts), kHeadingWidth)});
  for (const v1::ModelSummary* summary : summaries) {
    const bool is_rule = std::find(rules.begin(), rules.end(), summary->model()) != rules.end();
    if (summary->relative_to_rules().empty() || (is_rule && !all_models)) continue;
    std::vector<Cell> cells = {{ModelText(summary->model(), texts)}};
    for (const std::string& rule : rules) {
      const v1::RelativeToRule* against = Against(*summary, rule);
      cells.push_back({RatioText(against != nullptr, against == nullptr ? 0.0 : against->relative_error(), texts)});
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table PooledMeasureTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  Table table;
  table.columns = {{{texts.model}, Align::kLeft, true},
                   {{"WAPE"}},
                   {{"MAPE"}},
                   {{texts.median_1, texts.median_2}},
                   {{"sMAPE"}},
                   {{texts.scaled_error_1}},
                   {{"RMSSE"}},
                   {{texts.interval_score_1, texts.inside_80_2}},
                   {{texts.interval_score_1, texts.inside_90_2}},
                   {{texts.crps_against_1, texts.crps_against_2}}};
  for (const v1::ModelSummary* summary : SummariesOf(result, round)) {
    table.rows.push_back(PooledCells(*summary, texts));
  }
  return table;
}

Table MeasureTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::string unit = UnitText(result, texts);
  Table table;
  table.columns = {{{texts.activity}, Align::kLeft, true},
                   {{texts.model}, Align::kLeft, true},
                   {{"RMSE", unit}},
                   {{texts.median_1, unit}},
                   {{"MAPE"}},
                   {{"sMAPE"}},
                   {{texts.scaled_error_1}},
                   {{"RMSSE"}},
                   {{texts.interval_score_1, texts.inside_80_2}},
                   {{texts.interval_score_1, texts.inside_90_2}},
                   {{"Pinball", unit}},
                   {{"CRPS", unit}}};
  const std::vector<EvaluationLine> lines = LinesOf(result, round);
  if (!HasMeasures(lines)) return table;
  for (const EvaluationLine& line : lines) {
    bool first = true;
    for (const v1::EvaluationRow* row : line.models) {
      if (row->measures().years() == 0) continue;
      table.rows.push_back(MeasureCells(*row, first, texts));
      first = false;
    }
  }
  return table;
}

Table MonthMeasureTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts) {
  Table table;
  table.columns = {{{texts.model}, Align::kLeft, true},
                   {{texts.months_ahead_1, texts.months_ahead_2}},
                   {{"RMSE", texts.mean_error_unit}},
                   {{"sMAPE"}},
                   {{texts.scaled_error_1}},
                   {{"RMSSE"}},
                   {{"Pinball", texts.mean_error_unit}},
                   {{texts.interval_score_1, texts.inside_80_2}},
                   {{texts.interval_score_1, texts.inside_95_2}}};
  for (const v1::ModelSummary* summary : SummariesOf(result, round)) {
    if (!all_models && summary->model() != kDefaultModelName) continue;
    for (const v1::MonthMeasures& month : summary->months()) {
      table.rows.push_back(MonthCells(*summary, month, texts));
    }
  }
  return table;
}

CsvRows EvaluationSummariesCsv(const EvaluationResult& result, const Texts& texts) {
  CsvRows csv{absl::StrSplit(texts.csv_evaluation_summaries, ';'), {}};
  for (const v1::ModelSummary& one : result.evaluation().summaries()) {
    const auto number = [&](bool present, double value) { return MachineNumber(present, value, texts); };
    const auto against = [&](absl::string_view rule) {
      const v1::RelativeToRule* found = Against(one, rule);
      return number(found != nullptr, found == nullptr ? 0.0 : found->relative_error());
    };
    csv.rows.push_back({RoundText(one.round(), texts),
                        one.model(),
                        absl::StrCat(one.series_count()),
                        absl::StrCat(one.case_count()),
                        absl::StrCat(one.best_series_count()),
                        number(one.has_weighted_percentage_error(), one.weighted_percentage_error()),
                        number(one.has_mean_percentage_error(), one.mean_percentage_error()),
                        number(one.has_median_percentage_error(), one.median_percentage_error()),
                        number(one.has_symmetric_percentage_error(), one.symmetric_percentage_error()),
                        number(one.has_scaled_error(), one.scaled_error()),
                        number(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error()),
                        number(one.has_coverage_50(), one.coverage_50()),
                        number(one.has_coverage_80(), one.coverage_80()),
                        number(one.has_coverage_90(), one.coverage_90()),
                        number(one.has_scaled_interval_score_80(), one.scaled_interval_score_80()),
                        number(one.has_scaled_interval_score_90(), one.scaled_interval_score_90()),
                        number(one.has_relative_crps(), one.relative_crps()),
                        against("last-years-share"),
                        against("run-rate"),
                        against("seasonal-naive"),
                        against("rolling-twelve"),
                        against("remaining-budget"),
                        number(one.has_probability_better(), one.probability_better())});
  }
  return csv;
}

}  // namespace prognos::client
