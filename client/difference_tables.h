// The change between two forecasts, in print.
#ifndef PROGNOS_CLIENT_DIFFERENCE_TABLES_H_
#define PROGNOS_CLIENT_DIFFERENCE_TABLES_H_

#include <string>

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// Net of each activity in tkr: the deviation before, why it changed, the deviation now. Deviations are those that the
// tables of the two forecasts print (`base` and `forecast`, as read; without lines: rounded by themselves). Columns add
// up down the tree, and each row adds up from left to right; what rounding leaves is in the last of the reasons. Then
// the change of the sum with the activity that changed most: "Sedan höstprognosen −1,1 mnkr: Vuxen (−1,3)".
//
// With `by_type` each row is followed by its cost types, which add up to it and down the tree (type_tree.h). Where a
// forecast's budget is not told apart by type, its types have no deviation.
documents::Document DifferenceDocument(const v1::DiffForecastsResponse& difference, const v1::Forecast& base,
                                       const v1::Forecast& forecast, bool by_type, const Texts& texts);

// The change of the sum with the activity that changed most, as at the end of that document.
std::string ChangeSentence(const v1::DiffForecastsResponse& difference, const Texts& texts);

// For programs: every line, in kronor with öre; with `by_type` those of cost types behind them.
documents::Table DifferenceTable(const v1::DiffForecastsResponse& difference, bool by_type, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_DIFFERENCE_TABLES_H_
