#include "forecast/service/evaluation_conversion.h"

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "forecast/evaluation/scores.h"
#include "forecast/service/conversion.h"
#include "forecast/service/names.h"

namespace prognos::service {
namespace {

using evaluation::BacktestForecast;

// 0 where there is nothing to measure.
int64_t Whole(double parts) { return std::isnan(parts) ? 0 : std::llround(parts); }

// Sets an optional field where there is something to measure by.
template <typename Message, typename Value>
void SetKnown(double value, Message& message, void (Message::*setter)(Value)) {
  if (!std::isnan(value)) (message.*setter)(value);
}

// The same of an amount, in whole parts.
template <typename Message>
void SetRounded(double parts, Message& message, void (Message::*setter)(int64_t)) {
  if (!std::isnan(parts)) (message.*setter)(Whole(parts));
}

void SetSquaredAndScaled(const evaluation::RowScore& score, v1::Measures& result) {
  SetRounded(score.root_mean_squared_error, result, &v1::Measures::set_root_mean_squared_error);
  SetKnown(score.symmetric_percentage_error, result, &v1::Measures::set_symmetric_percentage_error);
  SetKnown(score.mean_scaled_error, result, &v1::Measures::set_scaled_error);
  SetKnown(score.root_mean_squared_scaled_error, result, &v1::Measures::set_root_mean_squared_scaled_error);
  SetRounded(score.interval_score_80, result, &v1::Measures::set_interval_score_80);
  SetRounded(score.interval_score_90, result, &v1::Measures::set_interval_score_90);
}

v1::Measures ProtoOf(const evaluation::RowScore& score) {
  v1::Measures result;
  result.set_years(score.years);
  result.set_abstained_years(score.abstained);
  result.set_fallbacks(score.fallbacks);
  result.set_mean_error(Whole(score.mean_error));
  result.set_mean_absolute_error(Whole(score.mean_absolute_error));
  result.set_median_absolute_error(Whole(score.median_absolute_error));
  SetKnown(score.mean_absolute_percentage_error, result, &v1::Measures::set_mean_percentage_error);
  SetKnown(score.weighted_percentage_error, result, &v1::Measures::set_weighted_percentage_error);
  SetKnown(score.budget_percentage_error, result, &v1::Measures::set_budget_percentage_error);
  result.set_hits_50(score.hits_50);
  result.set_hits_80(score.hits_80);
  result.set_hits_90(score.hits_90);
  result.set_mean_pinball_loss(Whole(score.mean_pinball_loss));
  result.set_mean_crps(Whole(score.mean_crps));
  SetKnown(score.relative_absolute_error, result, &v1::Measures::set_relative_error);
  if (score.against_reference.has_value()) result.set_p_value(score.against_reference->p_value);
  SetSquaredAndScaled(score, result);
  return result;
}

v1::MonthMeasures ProtoOf(const evaluation::MonthScore& score) {
  v1::MonthMeasures result;
  result.set_months_ahead(score.months_ahead);
  result.set_month_count(score.count);
  result.set_mean_absolute_error(Whole(score.mean_absolute_error));
  SetKnown(score.weighted_percentage_error, result, &v1::MonthMeasures::set_weighted_percentage_error);
  SetKnown(score.mean_scaled_error, result, &v1::MonthMeasures::set_scaled_error);
  result.set_coverage_80(score.coverage_80);
  result.set_coverage_95(score.coverage_95);
  SetRounded(score.root_mean_squared_error, result, &v1::MonthMeasures::set_root_mean_squared_error);
  SetKnown(score.symmetric_percentage_error, result, &v1::MonthMeasures::set_symmetric_percentage_error);
  SetKnown(score.root_mean_squared_scaled_error, result, &v1::MonthMeasures::set_root_mean_squared_scaled_error);
  SetRounded(score.mean_pinball_loss, result, &v1::MonthMeasures::set_mean_pinball_loss);
  SetRounded(score.interval_score_80, result, &v1::MonthMeasures::set_interval_score_80);
  SetRounded(score.interval_score_95, result, &v1::MonthMeasures::set_interval_score_95);
  return result;
}

v1::EvaluatedYear ProtoOf(const BacktestForecast& one) {
  v1::EvaluatedYear result;
  result.set_year(one.round.year);
  result.set_actual(Whole(one.actual));
  if (!std::isnan(one.budget)) result.set_budget(Whole(one.budget));
  if (std::isnan(one.forecast)) return result;
  result.set_forecast(Whole(one.forecast));
  v1::Quantiles& quantiles = *result.mutable_quantiles();
  quantiles.set_p05(Whole(one.quantiles[0]));
  quantiles.set_p10(Whole(one.quantiles[1]));
  quantiles.set_p25(Whole(one.quantiles[2]));
  quantiles.set_p50(Whole(one.quantiles[3]));
  quantiles.set_p75(Whole(one.quantiles[4]));
  quantiles.set_p90(Whole(one.quantiles[5]));
  quantiles.set_p95(Whole(one.quantiles[6]));
  return result;
}

// Where the row stands: its activity and, for a row that is one series, the series.
void SetPlace(const EvaluationMaterial& material, const outlook::Line& line, v1::EvaluationRow& row) {
  const std::string& organization = material.ledger.organization.id;
  if (line.activity >= 0) {
    const ledger::ActivityTree::Node& node = material.ledger.tree.nodes()[static_cast<size_t>(line.activity)];
    row.set_activity(ActivityName(organization, node.activity.id));
    row.set_display_name(node.activity.display_name);
    if (!node.activity.parent_id.empty()) row.set_parent(ActivityName(organization, node.activity.parent_id));
    row.set_depth(node.depth);
  }
  row.set_measure(static_cast<v1::Measure>(line.measure));
  const int of_type =
      line.series >= 0 ? material.ledger.input.series[static_cast<size_t>(line.series)].type : line.type;
  if (of_type >= 0) {
    const ledger::CostType& type = material.ledger.cost_types[static_cast<size_t>(of_type)];
    row.set_cost_type(CostTypeName(organization, type.id));
    row.set_cost_type_display_name(type.display_name);
  }
  if (line.series < 0) return;
  const ledger::Series& series = material.ledger.series[static_cast<size_t>(line.series)];
  row.set_series(SeriesName(organization, series.id));
  row.set_unit(series.unit);
  if (!series.display_name.empty()) row.set_display_name(series.display_name);
}

v1::ModelSummary ProtoOf(const evaluation::ModelSummary& one, const std::vector<std::string>& models) {
  v1::ModelSummary summary;
  summary.set_model(models[static_cast<size_t>(one.model)]);
  summary.set_series_count(one.rows);
  summary.set_forecast_count(one.forecasts);
  summary.set_best_series_count(one.best_rows);
  const auto set = [&](double value, void (v1::ModelSummary::*setter)(double)) { SetKnown(value, summary, setter); };
  set(one.weighted_percentage_error, &v1::ModelSummary::set_weighted_percentage_error);
  set(one.median_absolute_percentage_error, &v1::ModelSummary::set_median_percentage_error);
  set(one.mean_absolute_percentage_error, &v1::ModelSummary::set_mean_percentage_error);
  set(one.symmetric_percentage_error, &v1::ModelSummary::set_symmetric_percentage_error);
  set(one.mean_scaled_error, &v1::ModelSummary::set_scaled_error);
  set(one.root_mean_squared_scaled_error, &v1::ModelSummary::set_root_mean_squared_scaled_error);
  set(one.coverage_50, &v1::ModelSummary::set_coverage_50);
  set(one.coverage_80, &v1::ModelSummary::set_coverage_80);
  set(one.coverage_90, &v1::ModelSummary::set_coverage_90);
  set(one.scaled_interval_score_80, &v1::ModelSummary::set_scaled_interval_score_80);
  set(one.scaled_interval_score_90, &v1::ModelSummary::set_scaled_interval_score_90);
  set(one.relative_absolute_error, &v1::ModelSummary::set_relative_error);
  set(one.relative_crps, &v1::ModelSummary::set_relative_crps);
  if (one.against_reference.has_value()) summary.set_probability_better(one.against_reference->probability_a_better);
  return summary;
}

// What a summary repeats.
void AddLists(const evaluation::ModelSummary& one, const std::vector<std::string>& models, v1::ModelSummary& summary) {
  for (const evaluation::MonthScore& month : one.months) *summary.add_months() = ProtoOf(month);
  for (const evaluation::RelativeToBaseline& against : one.baselines) {
    v1::RelativeToBaseline& relative = *summary.add_relative_to_baselines();
    relative.set_baseline(models[static_cast<size_t>(against.baseline)]);
    relative.set_forecast_count(against.forecasts);
    relative.set_relative_error(against.relative_absolute_error);
  }
}

}  // namespace

std::vector<v1::EvaluationRow> RowsOfRound(const EvaluationMaterial& material, v1::Round round,
                                           const std::vector<BacktestForecast>& forecasts) {
  const std::vector<std::string> models = evaluation::BacktestModels(material.options);
  std::map<std::pair<int, int>, std::vector<const BacktestForecast*>> years;  // By row and model.
  for (const BacktestForecast& one : forecasts) years[{one.row, one.model}].push_back(&one);
  std::vector<v1::EvaluationRow> rows;
  for (const evaluation::RowScore& score : evaluation::ScoreRows(forecasts, models)) {
    const outlook::Line& line = material.lines[static_cast<size_t>(score.row)];
    v1::EvaluationRow& row = rows.emplace_back();
    SetPlace(material, line, row);
    row.set_by_type(static_cast<size_t>(score.row) >= material.first_by_type);
    row.set_round(round);
    row.set_model(models[static_cast<size_t>(score.model)]);
    *row.mutable_measures() = ProtoOf(score);
    for (const BacktestForecast* one : years[{score.row, score.model}]) *row.add_years() = ProtoOf(*one);
    if (row.by_type()) continue;
    for (const evaluation::MonthScore& month : score.months) *row.add_months() = ProtoOf(month);
  }
  return rows;
}

std::vector<v1::ModelSummary> SummariesOfRound(const EvaluationMaterial& material, v1::Round round,
                                               const std::vector<BacktestForecast>& forecasts) {
  const std::vector<std::string> models = evaluation::BacktestModels(material.options);
  std::vector<v1::ModelSummary> summaries;
  for (const evaluation::ModelSummary& one :
       evaluation::SummarizeModels(forecasts, models, material.series_rows, material.options.seed)) {
    v1::ModelSummary& summary = summaries.emplace_back(ProtoOf(one, models));
    summary.set_round(round);
    AddLists(one, models, summary);
  }
  return summaries;
}

v1::Evaluation HeaderOf(const EvaluationMaterial& material) {
  v1::Evaluation header;
  header.set_organization_display_name(material.ledger.organization.display_name);
  for (const int year : material.options.years) header.add_years(year);
  for (const v1::Round round : material.rounds) header.add_rounds(round);
  for (const int month : material.options.last_known_months) header.add_last_known_months(month);
  header.set_all_events(material.all_events);
  for (const std::string& model : evaluation::BacktestModels(material.options)) header.add_models(model);
  header.set_least_months_before(material.options.least_months_before);
  header.set_path_count(material.options.path_count);
  header.set_seed(material.options.seed);
  *header.mutable_as_of() = ToProto(material.as_of);
  header.set_ledger_position(material.ledger.ledger_position);
  header.set_engine_version(outlook::kEngineVersion);
  return header;
}

}  // namespace prognos::service
