// The small tables an ekonom keeps in Excel, activities and budgets, row by row.
//
// They may be written as freely as table.h allows: titles above the header, names of columns in any order, a unit of
// the amounts. Blank rows are skipped, and in tables of money the rows of sums, which notes() names; so it does columns
// that are not read though they hold something.
#ifndef PROGNOS_FORECAST_INTERCHANGE_TABLE_ROWS_H_
#define PROGNOS_FORECAST_INTERCHANGE_TABLE_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/interchange/table.h"
#include "forecast/interchange/table_file.h"

namespace prognos {

// One row of a file: its line number (from 1) and its fields without outer spaces, and without the apostrophe that
// documents::CsvCell puts first.
struct TableRow {
  int line = 0;
  std::vector<std::string> fields;
  std::vector<std::optional<double>> numbers;  // Of cells of a workbook that are numbers.
};

class TableRows {
 public:
  // INVALID_ARGUMENT with a fault: no header, no rows, and the errors of OpenTableFile.
  static absl::StatusOr<TableRows> Parse(const TableFile& file, TableKind kind);

  const std::vector<TableRow>& rows() const { return rows_; }
  // The rows of sums of a budget, which are not among rows().
  const std::vector<TableRow>& sums() const { return sums_; }
  const prognos::Table& table() const { return table_; }
  // What was left out.
  const std::vector<Message>& notes() const { return notes_; }

  // The position of the first column of that kind; -1 when there is none.
  int Find(Column column) const;
  // As Find, and adds a fault (kMissingValue, `name`) when there is none.
  int Require(Column column, absl::string_view name, FaultList& faults) const;
  // The field of a row; empty when `column` is -1 or the row is too short.
  static std::string Field(const TableRow& row, int column);
  // An amount in kronor, tkr or mkr, as its cell, its column or a title of the file says, as öre; `scaled` learns of
  // it.
  absl::StatusOr<int64_t> Amount(const TableRow& row, int column, const NumberStyle& style,
                                 ScaledAmounts& scaled) const;

 private:
  Table table_;
  std::vector<TableRow> rows_;
  std::vector<TableRow> sums_;
  std::vector<Message> notes_;
};

// Reads an amount in kronor, or in what stands behind it, as ekonomer write it ("1 234,50", "-1234.5", "1.234,50",
// "7000tkr", "7,5 mkr") as öre. `style` holds what other
// amounts of the file have shown; "1.234" needs that. Errors as ParseNumberCell.
absl::StatusOr<int64_t> ParseKronor(absl::string_view text, NumberStyle style = {});

// `rad 17: belopp` in the form that fault texts are written in: "line 17: belopp".
std::string PlaceInFile(int line, absl::string_view column);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_TABLE_ROWS_H_
