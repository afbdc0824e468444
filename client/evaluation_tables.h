// An evaluation as a document: which model was closest where, and how much better than last year's share.
#ifndef PROGNOS_CLIENT_EVALUATION_TABLES_H_
#define PROGNOS_CLIENT_EVALUATION_TABLES_H_

#include <string>
#include <vector>

#include "client/evaluation_lines.h"
#include "client/forecast_tables.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/evaluation.pb.h"

namespace prognos::client {

// "Exempelby socialnämnd · utvärdering 2019–2022 · helårets fel, netto"; of one series what it measures.
std::string EvaluationTitle(const EvaluationResult& result, const Texts& texts);

// "Höstprognos · 4 år": stands above a table.
std::string RoundHeading(v1::Round round, const v1::Evaluation& evaluation, const Texts& texts);

// Net of each activity and of the sum (or the only row, when the evaluation is of one series) at that round: the model
// with the least mean absolute error, its error, those of the default and of last year's share, how much better than
// the latter it is, and how many years fell inside its 80 % interval.
documents::Table BestModelTable(const EvaluationResult& result, v1::Round round, const Texts& texts);

// The same rows with every model: bias, errors, against last year's share, hits.
documents::Table AllModelsTable(const EvaluationResult& result, v1::Round round, const Texts& texts);

// The errors of single months over all cost and revenue series, by months ahead: with `all_models` a block for each
// model, else the default beside last year's share. No rows: the evaluation was stored before there were such errors.
documents::Table MonthTable(const EvaluationResult& result, v1::Round round, bool all_models, const Texts& texts);

// What the table of the round says, in words: which model was best where, how much smaller the default's error is than
// that of last year's share, and how often its interval held.
std::vector<std::string> EvaluationSentences(const EvaluationResult& result, v1::Round round, const Texts& texts);

// For programs: kronor with öre (volumes with three decimals). `by_type`: with a column that tells the cost type.
// A row a line, round, model.
documents::Table EvaluationRowsTable(const EvaluationResult& result, bool by_type, const Texts& texts);
// A row a year of these.
documents::Table EvaluatedYearsTable(const EvaluationResult& result, bool by_type, const Texts& texts);
// A row a month ahead: of each series, and of all series together, whose place is empty.
documents::Table EvaluatedMonthsTable(const EvaluationResult& result, bool by_type, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_EVALUATION_TABLES_H_
