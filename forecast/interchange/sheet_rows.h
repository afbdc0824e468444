// Puts the cells of a sheet together to records, within limits of memory.
#ifndef PROGNOS_FORECAST_INTERCHANGE_SHEET_ROWS_H_
#define PROGNOS_FORECAST_INTERCHANGE_SHEET_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "forecast/interchange/record_source.h"
#include "forecast/interchange/workbook.h"

namespace prognos {

// The fault of what holds more than `limits`; `place`: a cell, or "file".
absl::Status BeyondLimits(const Workbook::Limits& limits, std::string place);

class SheetRows {
 public:
  // `sheet` is its name, for places of faults. Keeps the first `most_rows` rows that have anything in them.
  SheetRows(std::string sheet, size_t most_rows, const Workbook::Limits& limits)
      : sheet_(std::move(sheet)), most_rows_(most_rows), limits_(limits) {}

  // A cell in its row, from 1, and column, from 0. Rows come in rising order; cells of a row in any. A blank one leaves
  // no trace. INVALID_ARGUMENT with a fault at the cell beyond the limits of Workbook, or at "file" for a row before
  // the last one.
  absl::Status Put(int line, size_t column, RecordCell cell);
  // The row `line` so many times more, in the rows after it; nothing when it is blank.
  absl::Status Repeat(int line, int more);
  // The cells of a column from `first` to `last` show the text of the first.
  void Merge(size_t column, int first, int last);

  // Whether a row came after the last one that is kept.
  bool is_full() const { return is_full_; }
  // Everything, with the texts of merged cells in all of them.
  absl::StatusOr<std::vector<Record>> Take();

 private:
  struct MergedCells {
    size_t column;
    int first;
    int last;
  };

  // Accounts for more cells, and more bytes of their texts.
  absl::Status Grow(size_t cells, size_t bytes, int line, size_t column);

  std::string sheet_;
  size_t most_rows_;
  Workbook::Limits limits_;
  std::vector<Record> records_;
  std::vector<MergedCells> merged_;
  size_t cell_count_ = 0;
  size_t text_bytes_ = 0;
  bool is_full_ = false;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_SHEET_ROWS_H_
