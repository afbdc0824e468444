// The measures of an evaluation side by side: each model against each baseline, and every measure that there is.
#ifndef PROGNOS_CLIENT_MEASURE_TABLES_H_
#define PROGNOS_CLIENT_MEASURE_TABLES_H_

#include "client/evaluation_lines.h"
#include "client/texts.h"
#include "forecast/documents/document.h"

namespace prognos::client {

// Over all cost and revenue series: a row for each model, a column for each baseline, and in the cell the model's sum
// of errors divided by the baseline's. Baselines have rows of their own only with `all_models`. No rows: the evaluation
// was stored before there were such figures, or has no cost or revenue.
documents::Table BaselineTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts);

// Over all cost and revenue series: the scale-free measures of each model that answered.
documents::Table PooledMeasureTable(const EvaluationResult& result, v1::Round round, const Texts& texts);

// The lines of the other tables with every model that answered: squared and scaled errors, scores of the intervals and
// of the whole distribution. No rows: the evaluation was stored before there were such measures.
documents::Table MeasureTable(const EvaluationResult& result, v1::Round round, const Texts& texts);

// By months ahead over all cost and revenue series, as MonthTable: with `all_models` each model, else the default.
documents::Table MonthMeasureTable(const EvaluationResult& result, v1::Round round, bool all_models,
                                   const Texts& texts);

// For programs: one row for each round and model over all cost and revenue series.
documents::Table SummariesTable(const EvaluationResult& result, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_MEASURE_TABLES_H_
