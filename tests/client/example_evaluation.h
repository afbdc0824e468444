// A small evaluation: two activities and their sum, the autumn round of 2021 and 2022, three models.
#ifndef PROGNOS_TESTS_CLIENT_EXAMPLE_EVALUATION_H_
#define PROGNOS_TESTS_CLIENT_EXAMPLE_EVALUATION_H_

#include <string>
#include <vector>

#include "prognos/v1/evaluation.pb.h"

namespace prognos::client {

// A net row; the error is in tkr, `of_outcome` in per cent, `relative` to last year's share.
inline v1::EvaluationRow ExampleEvaluationRow(const std::string& activity, const std::string& name,
                                              const std::string& model, int64_t error_tkr, double of_outcome,
                                              double relative, int hits_80) {
  v1::EvaluationRow row;
  if (!activity.empty()) row.set_activity("organizations/exempelby/activities/" + activity);
  row.set_display_name(name);
  row.set_measure(v1::MEASURE_NET);
  row.set_round(v1::ROUND_AUTUMN);
  row.set_model(model);
  v1::Measures& measures = *row.mutable_measures();
  measures.set_years(2);
  measures.set_mean_error(-error_tkr * 100'000);
  measures.set_mean_absolute_error(error_tkr * 100'000);
  measures.set_median_absolute_error(error_tkr * 100'000);
  measures.set_weighted_percentage_error(of_outcome);
  measures.set_relative_error(relative);
  measures.set_hits_80(hits_80);
  for (int year = 2021; year <= 2022; ++year) {
    v1::EvaluatedYear& one = *row.add_years();
    one.set_year(year);
    one.set_actual(5'000'000'00);
    one.set_forecast(5'000'000'00 + error_tkr * 100'000);
    one.mutable_quantiles()->set_p05(1'00);
  }
  return row;
}

inline void AddRelativeToBaseline(const std::string& baseline, double relative, v1::ModelSummary& summary) {
  v1::RelativeToBaseline& one = *summary.add_relative_to_baselines();
  one.set_baseline(baseline);
  one.set_forecast_count(16);
  one.set_relative_error(relative);
}

// Sum: the default errs by 90 tkr against 150 of last year's share. Barn: run rate 40 against 100. Vuxen: the default
// 50 against 200. A cost row stands in between, which tables leave out.
inline v1::GetEvaluationResponse ExampleEvaluation() {
  v1::GetEvaluationResponse result;
  v1::Evaluation& evaluation = *result.mutable_evaluation();
  evaluation.set_organization_display_name("Exempelby socialnämnd");
  evaluation.add_years(2021);
  evaluation.add_years(2022);
  evaluation.add_rounds(v1::ROUND_AUTUMN);
  for (const char* model : {"default", "last-years-share", "run-rate"}) evaluation.add_models(model);
  v1::ModelSummary& summary = *evaluation.add_summaries();
  summary.set_round(v1::ROUND_AUTUMN);
  summary.set_model("default");
  summary.set_series_count(8);
  summary.set_forecast_count(16);
  summary.set_coverage_50(0.5);
  summary.set_coverage_80(0.75);
  summary.set_coverage_90(0.875);
  summary.set_relative_error(0.8);
  summary.set_probability_better(0.93);
  for (int ahead = 1; ahead <= 2; ++ahead) {
    v1::MonthMeasures& month = *summary.add_months();
    month.set_months_ahead(ahead);
    month.set_month_count(8);
    month.set_mean_absolute_error(ahead * 3'000'00);
    month.set_weighted_percentage_error(2.5 * ahead);
    month.set_scaled_error(0.7 * ahead);
    month.set_coverage_80(0.75);
    month.set_coverage_95(1.0);
  }
  AddRelativeToBaseline("last-years-share", 0.8, summary);
  AddRelativeToBaseline("run-rate", 0.5, summary);
  v1::ModelSummary& share = *evaluation.add_summaries();
  share.set_round(v1::ROUND_AUTUMN);
  share.set_model("last-years-share");
  share.set_forecast_count(16);
  AddRelativeToBaseline("run-rate", 0.625, share);
  *share.add_months() = summary.months(0);
  share.mutable_months(0)->set_weighted_percentage_error(4.0);
  const std::vector<v1::EvaluationRow> rows = {
      ExampleEvaluationRow("", "", "default", 90, 0.6, 0.6, 2),
      ExampleEvaluationRow("", "", "last-years-share", 150, 1.0, 1.0, 1),
      ExampleEvaluationRow("", "", "run-rate", 300, 2.0, 2.0, 0),
      ExampleEvaluationRow("barn", "Barn", "default", 60, 1.2, 0.6, 1),
      ExampleEvaluationRow("barn", "Barn", "last-years-share", 100, 2.0, 1.0, 1),
      ExampleEvaluationRow("barn", "Barn", "run-rate", 40, 0.8, 0.4, 2),
      ExampleEvaluationRow("vuxen", "Vuxen", "default", 50, 1.04, 0.25, 1),
      ExampleEvaluationRow("vuxen", "Vuxen", "last-years-share", 200, 4.2, 1.0, 1),
      ExampleEvaluationRow("vuxen", "Vuxen", "run-rate", 999, 20.0, 4.995, 0)};
  for (const v1::EvaluationRow& row : rows) *result.add_rows() = row;
  v1::EvaluationRow cost = ExampleEvaluationRow("vuxen", "Vuxen", "default", 7, 0.1, 0.1, 1);
  cost.set_measure(v1::MEASURE_COST);
  *result.add_rows() = cost;
  evaluation.set_row_count(result.rows_size());
  return result;
}

}  // namespace prognos::client

#endif  // PROGNOS_TESTS_CLIENT_EXAMPLE_EVALUATION_H_
