// The rows of a forecast by cost type ("varav Personal"), printed so that they add up both ways.
//
//   the types of a row       sum to the row, as it stands in every table
//   a type's activities      sum to that type's row of what stands above them
//
// How: documents/rounded_shares.h. They are less than 2 tkr from their true values at a leaf, and about as near at the
// sum.
#ifndef PROGNOS_CLIENT_TYPE_ROWS_H_
#define PROGNOS_CLIENT_TYPE_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "client/forecast_rows.h"
#include "client/texts.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

struct TypeRows {
  std::vector<ForecastRow> rows;   // `parent` is the row of the table that each is a part of; in their order.
  std::vector<std::string> types;  // The cost type of each, a resource name; empty: money without a type.
};

// `rows` are RowsOf(forecast). A row has parts when anything at or below it has a type. The forecast must outlive them.
TypeRows TypeRowsOf(const v1::Forecast& forecast, const std::vector<ForecastRow>& rows, const Texts& texts);

// What the table prints of one measure of them; `parts` are TypeRowsOf(..., rows, ...).
PrintedColumns RoundTypeColumns(const TypeRows& parts, const std::vector<ForecastRow>& rows, Measure measure);

// Puts the columns of parts behind those of the rows.
void AppendColumns(const PrintedColumns& more, PrintedColumns& printed);

// Rows, and what is printed of each.
struct PrintedRows {
  std::vector<ForecastRow> rows;
  PrintedColumns printed;
};

// The nets of the tree's rows; with `by_type` those of cost types behind them, as TypeRowsOf has them.
PrintedRows PrintedRowsOf(const v1::Forecast& forecast, bool by_type, const Texts& texts);

// The first `count` rows, which are the tree, in the order of print, each followed by its parts.
std::vector<size_t> OrderWithParts(const std::vector<ForecastRow>& rows, size_t count);

// The activities, or the sum, whose budget is not told apart by cost type though their money is: their rows have no
// deviation by type. Names of leaves, as they are printed.
std::vector<std::string> RowsWithoutBudgetByType(const TypeRows& parts, const std::vector<ForecastRow>& rows);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TYPE_ROWS_H_
