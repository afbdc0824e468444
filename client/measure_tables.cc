#include "client/measure_tables.h"

#include <algorithm>
#include <utility>

#include "client/machine_columns.h"
#include "forecast/documents/text_width.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using documents::Row;
using documents::Table;

constexpr int kHeadingWidth = 12;
constexpr double kMostRatio = 99.0;

using Summaries = std::vector<const v1::ModelSummary*>;

// Of the models that answered, in the order of the evaluation.
Summaries SummariesOf(const EvaluationResult& result, v1::Round round) {
  Summaries summaries;
  for (const v1::ModelSummary& summary : result.evaluation().summaries()) {
    if (summary.round() == round && summary.forecast_count() > 0) summaries.push_back(&summary);
  }
  return summaries;
}

const v1::RelativeToBaseline* Against(const v1::ModelSummary& summary, absl::string_view baseline) {
  for (const v1::RelativeToBaseline& one : summary.relative_to_baselines()) {
    if (one.baseline() == baseline) return &one;
  }
  return nullptr;
}

// Those that some model is measured against, in the order of the evaluation.
std::vector<std::string> BaselinesOf(const EvaluationResult& result, const Summaries& summaries) {
  std::vector<std::string> baselines;
  for (const std::string& model : result.evaluation().models()) {
    const bool used = std::any_of(summaries.begin(), summaries.end(),
                                  [&](const auto* summary) { return Against(*summary, model) != nullptr; });
    if (used) baselines.push_back(model);
  }
  return baselines;
}

// "0,62"; a hopeless model must not widen the table.
Cell RatioCell(bool present, double ratio) {
  if (!present) return {documents::NoValue()};
  return {documents::Decimal{ratio, 2, kMostRatio}};
}

Row PooledRow(const v1::ModelSummary& one, const Texts& texts) {
  return {.cells = {{ModelText(one.model(), texts)},
                    PercentCell(one.has_weighted_percentage_error(), one.weighted_percentage_error()),
                    PercentCell(one.has_mean_percentage_error(), one.mean_percentage_error()),
                    PercentCell(one.has_median_percentage_error(), one.median_percentage_error()),
                    PercentCell(one.has_symmetric_percentage_error(), one.symmetric_percentage_error()),
                    RatioCell(one.has_scaled_error(), one.scaled_error()),
                    RatioCell(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error()),
                    RatioCell(one.has_scaled_interval_score_80(), one.scaled_interval_score_80()),
                    RatioCell(one.has_scaled_interval_score_90(), one.scaled_interval_score_90()),
                    RatioCell(one.has_relative_crps(), one.relative_crps())}};
}

Row MeasureRow(const v1::EvaluationRow& row, bool first, const Texts& texts) {
  const v1::Measures& one = row.measures();
  Row made = NamedRow(row, texts);
  made.goes_on = !first;
  for (Cell cell : {Cell{ModelText(row.model(), texts)},
                    AmountCell(one.has_root_mean_squared_error(), one.root_mean_squared_error(), row),
                    AmountCell(true, one.median_absolute_error(), row),
                    PercentCell(one.has_mean_percentage_error(), one.mean_percentage_error()),
                    PercentCell(one.has_symmetric_percentage_error(), one.symmetric_percentage_error()),
                    RatioCell(one.has_scaled_error(), one.scaled_error()),
                    RatioCell(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error()),
                    AmountCell(one.has_interval_score_80(), one.interval_score_80(), row),
                    AmountCell(one.has_interval_score_90(), one.interval_score_90(), row),
                    AmountCell(true, one.mean_pinball_loss(), row), AmountCell(true, one.mean_crps(), row)}) {
    made.cells.push_back(std::move(cell));
  }
  return made;
}

Row MonthRow(const v1::ModelSummary& summary, const v1::MonthMeasures& one, const Texts& texts) {
  return {.cells = {{ModelText(summary.model(), texts)},
                    {documents::Count{one.months_ahead()}},
                    TkrCell(one.has_root_mean_squared_error(), one.root_mean_squared_error()),
                    PercentCell(one.has_symmetric_percentage_error(), one.symmetric_percentage_error()),
                    RatioCell(one.has_scaled_error(), one.scaled_error()),
                    RatioCell(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error()),
                    TkrCell(one.has_mean_pinball_loss(), one.mean_pinball_loss()),
                    TkrCell(one.has_interval_score_80(), one.interval_score_80()),
                    TkrCell(one.has_interval_score_95(), one.interval_score_95())},
          .goes_on = one.months_ahead() != summary.months(0).months_ahead()};
}

// Whether the evaluation was stored with the measures of these tables.
bool HasMeasures(const std::vector<EvaluationLine>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const EvaluationLine& line) {
    return std::any_of(line.models.begin(), line.models.end(),
                       [](const auto* row) { return row->measures().has_root_mean_squared_error(); });
  });
}

}  // namespace

documents::Table BaselineTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts) {
  const Summaries summaries = SummariesOf(result, round);
  const std::vector<std::string> baselines = BaselinesOf(result, summaries);
  Table table;
  table.id = "against_baselines";
  table.columns = {{"model", {texts.model}, ColumnKind::kText, true}};
  for (const std::string& baseline : baselines) {
    table.columns.push_back(
        {baseline, documents::Wrap(ModelText(baseline, texts), kHeadingWidth), ColumnKind::kNumber});
  }
  for (const v1::ModelSummary* summary : summaries) {
    const bool is_baseline = std::find(baselines.begin(), baselines.end(), summary->model()) != baselines.end();
    if (summary->relative_to_baselines().empty() || (is_baseline && !all_models)) continue;
    std::vector<Cell> cells = {{ModelText(summary->model(), texts)}};
    for (const std::string& baseline : baselines) {
      const v1::RelativeToBaseline* against = Against(*summary, baseline);
      cells.push_back(RatioCell(against != nullptr, against == nullptr ? 0.0 : against->relative_error()));
    }
    table.rows.push_back({.cells = std::move(cells)});
  }
  return table;
}

documents::Table PooledMeasureTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  Table table;
  table.id = "pooled_measures";
  table.columns = {{"model", {texts.model}, ColumnKind::kText, true},
                   {"wape", {"WAPE"}, ColumnKind::kPercent},
                   {"mape", {"MAPE"}, ColumnKind::kPercent},
                   {"median_percentage_error", {texts.median_1, texts.median_2}, ColumnKind::kPercent},
                   {"smape", {"sMAPE"}, ColumnKind::kPercent},
                   {"mase", {texts.scaled_error_1}, ColumnKind::kNumber},
                   {"rmsse", {"RMSSE"}, ColumnKind::kNumber},
                   {"scaled_interval_score_80", {texts.interval_score_1, texts.inside_80_2}, ColumnKind::kNumber},
                   {"scaled_interval_score_90", {texts.interval_score_1, texts.inside_90_2}, ColumnKind::kNumber},
                   {"relative_crps", {texts.crps_against_1, texts.crps_against_2}, ColumnKind::kNumber}};
  for (const v1::ModelSummary* summary : SummariesOf(result, round)) table.rows.push_back(PooledRow(*summary, texts));
  return table;
}

documents::Table MeasureTable(const EvaluationResult& result, v1::Round round, const Texts& texts) {
  const std::string unit = UnitText(result, texts);
  Table table;
  table.id = "measures";
  table.columns = {{"activity", {texts.activity}, ColumnKind::kText, true},
                   {"model", {texts.model}, ColumnKind::kText, true},
                   {"rmse", {"RMSE", unit}, ColumnKind::kAmount},
                   {"median_absolute_error", {texts.median_1, unit}, ColumnKind::kAmount},
                   {"mape", {"MAPE"}, ColumnKind::kPercent},
                   {"smape", {"sMAPE"}, ColumnKind::kPercent},
                   {"mase", {texts.scaled_error_1}, ColumnKind::kNumber},
                   {"rmsse", {"RMSSE"}, ColumnKind::kNumber},
                   {"interval_score_80", {texts.interval_score_1, texts.inside_80_2}, ColumnKind::kAmount},
                   {"interval_score_90", {texts.interval_score_1, texts.inside_90_2}, ColumnKind::kAmount},
                   {"pinball_loss", {"Pinball", unit}, ColumnKind::kAmount},
                   {"crps", {"CRPS", unit}, ColumnKind::kAmount}};
  const std::vector<EvaluationLine> lines = LinesOf(result, round);
  if (!HasMeasures(lines)) return table;
  for (const EvaluationLine& line : lines) {
    bool first = true;
    for (const v1::EvaluationRow* row : line.models) {
      if (row->measures().years() == 0) continue;
      table.rows.push_back(MeasureRow(*row, first, texts));
      first = false;
    }
  }
  return table;
}

documents::Table MonthMeasureTable(const EvaluationResult& result, v1::Round round, bool all_models,
                                   const Texts& texts) {
  Table table;
  table.id = "month_measures";
  table.columns = {{"model", {texts.model}, ColumnKind::kText, true},
                   {"months_ahead", {texts.months_ahead_1, texts.months_ahead_2}, ColumnKind::kCount},
                   {"rmse", {"RMSE", texts.mean_error_unit}, ColumnKind::kAmount},
                   {"smape", {"sMAPE"}, ColumnKind::kPercent},
                   {"mase", {texts.scaled_error_1}, ColumnKind::kNumber},
                   {"rmsse", {"RMSSE"}, ColumnKind::kNumber},
                   {"pinball_loss", {"Pinball", texts.mean_error_unit}, ColumnKind::kAmount},
                   {"interval_score_80", {texts.interval_score_1, texts.inside_80_2}, ColumnKind::kAmount},
                   {"interval_score_95", {texts.interval_score_1, texts.inside_95_2}, ColumnKind::kAmount}};
  for (const v1::ModelSummary* summary : SummariesOf(result, round)) {
    if (!all_models && summary->model() != kDefaultModelName) continue;
    for (const v1::MonthMeasures& month : summary->months()) table.rows.push_back(MonthRow(*summary, month, texts));
  }
  return table;
}

documents::Table SummariesTable(const EvaluationResult& result, const Texts& texts) {
  Table table{"summaries", MachineColumns(texts.csv_evaluation_summaries), {}};
  for (const v1::ModelSummary& one : result.evaluation().summaries()) {
    const auto count = [](int64_t value) { return Cell{documents::Count{value}}; };
    const auto against = [&](absl::string_view baseline) {
      const v1::RelativeToBaseline* found = Against(one, baseline);
      return MachineNumber(found != nullptr, found == nullptr ? 0.0 : found->relative_error());
    };
    table.rows.push_back(
        {.cells = {{RoundText(one.round(), texts)},
                   {one.model()},
                   count(one.series_count()),
                   count(one.forecast_count()),
                   count(one.best_series_count()),
                   MachineNumber(one.has_weighted_percentage_error(), one.weighted_percentage_error()),
                   MachineNumber(one.has_mean_percentage_error(), one.mean_percentage_error()),
                   MachineNumber(one.has_median_percentage_error(), one.median_percentage_error()),
                   MachineNumber(one.has_symmetric_percentage_error(), one.symmetric_percentage_error()),
                   MachineNumber(one.has_scaled_error(), one.scaled_error()),
                   MachineNumber(one.has_root_mean_squared_scaled_error(), one.root_mean_squared_scaled_error()),
                   MachineNumber(one.has_coverage_50(), one.coverage_50()),
                   MachineNumber(one.has_coverage_80(), one.coverage_80()),
                   MachineNumber(one.has_coverage_90(), one.coverage_90()),
                   MachineNumber(one.has_scaled_interval_score_80(), one.scaled_interval_score_80()),
                   MachineNumber(one.has_scaled_interval_score_90(), one.scaled_interval_score_90()),
                   MachineNumber(one.has_relative_crps(), one.relative_crps()),
                   against("last-years-share"),
                   against("run-rate"),
                   against("seasonal-naive"),
                   against("rolling-twelve"),
                   against("remaining-budget"),
                   MachineNumber(one.has_probability_better(), one.probability_better())}});
  }
  return table;
}

}  // namespace prognos::client
