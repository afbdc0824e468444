// The rows of an evaluation by cost type: a second way to add the same series up, as the lines by type of a forecast
// (outlook/type_lines.h).
//
//   a row of cost, revenue or net = the rows of its types + that of the money without a type      to the öre
//
// in actual and forecast of each year in which all of them have a forecast.
#ifndef PROGNOS_FORECAST_SERVICE_EVALUATION_TYPES_H_
#define PROGNOS_FORECAST_SERVICE_EVALUATION_TYPES_H_

#include <vector>

#include "forecast/evaluation/backtest.h"
#include "forecast/service/evaluation_material.h"

namespace prognos::service {

// Adds rows behind those of the lines: of the sum and of each activity with money of a type at or below it, the cost,
// revenue and net of each type in the order of the list, and of the money without a type where there is any.
// Nothing where no money has a type.
void AddRowsByType(EvaluationMaterial& material);

// Takes the budget of rows by type away in years in which one at or below them is given for an activity as a whole
// though its money is booked by type: held against nothing, or against all of it, an error in per cent of it says
// nothing. `material` has the budgets of the forecasts' round.
void LeaveOutBudgetsOfAllTypes(const EvaluationMaterial& material,
                               std::vector<evaluation::BacktestForecast>& forecasts);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVALUATION_TYPES_H_
