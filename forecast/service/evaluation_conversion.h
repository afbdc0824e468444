// From the forecasts of a backtest to the messages that are stored and sent.
#ifndef PROGNOS_FORECAST_SERVICE_EVALUATION_CONVERSION_H_
#define PROGNOS_FORECAST_SERVICE_EVALUATION_CONVERSION_H_

#include <vector>

#include "forecast/evaluation/backtest.h"
#include "forecast/service/evaluation_material.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::service {

// The rows of one round: `forecasts` are all of its years.
std::vector<v1::EvaluationRow> RowsOfRound(const EvaluationMaterial& material, v1::Round round,
                                           const std::vector<evaluation::BacktestForecast>& forecasts);

// Each model over all cost and revenue series, in that round.
std::vector<v1::ModelSummary> SummariesOfRound(const EvaluationMaterial& material, v1::Round round,
                                               const std::vector<evaluation::BacktestForecast>& forecasts);

// Everything but name, create_time, row_count and summaries.
v1::Evaluation HeaderOf(const EvaluationMaterial& material);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVALUATION_CONVERSION_H_
