#include "forecast/interchange/sheet_rows.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/workbook.h"
#include "messages/workbook.h"

namespace prognos {

absl::Status BeyondLimits(const Workbook::Limits& limits, std::string place) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, std::move(place), FaultReason::kTooLong, "",
                     messages::workbook::HasTooManyCells(Argument::Count(static_cast<int64_t>(limits.cells))));
}

absl::Status SheetRows::Grow(size_t cells, size_t bytes, int line, size_t column) {
  cell_count_ += cells;
  text_bytes_ += bytes;
  const bool fits = cell_count_ <= limits_.cells && text_bytes_ <= limits_.text_bytes();
  return fits ? absl::OkStatus() : BeyondLimits(limits_, CellName(sheet_, line, column));
}

absl::Status SheetRows::Put(int line, size_t column, RecordCell cell) {
  if (is_full_ || TrimCell(cell.text).empty()) return absl::OkStatus();
  if (column >= Workbook::kMaxSheetColumns) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, CellName(sheet_, line, column), FaultReason::kTooLong,
                       cell.text, messages::workbook::StandsTooFarRight(ColumnLetters(Workbook::kMaxSheetColumns - 1)));
  }
  if (line < 1 || (!records_.empty() && line < records_.back().line)) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kUnreadable, "",
                       messages::workbook::IsDamaged());
  }
  if (records_.empty() || line > records_.back().line) {
    is_full_ = records_.size() >= most_rows_;
    if (is_full_) return absl::OkStatus();
    records_.push_back({line, {}});
  }
  std::vector<RecordCell>& cells = records_.back().cells;
  const size_t more = column < cells.size() ? 0 : column + 1 - cells.size();
  PROGNOS_RETURN_IF_ERROR(Grow(more, cell.text.size(), line, column));
  cells.resize(cells.size() + more);
  cells[column] = std::move(cell);
  return absl::OkStatus();
}

absl::Status SheetRows::Repeat(int line, int more) {
  if (records_.empty() || records_.back().line != line) return absl::OkStatus();
  for (int i = 1; i <= more; ++i) {
    is_full_ = is_full_ || records_.size() >= most_rows_;
    if (is_full_) return absl::OkStatus();
    Record repeated = records_.back();
    size_t bytes = 0;
    for (const RecordCell& cell : repeated.cells) bytes += cell.text.size();
    PROGNOS_RETURN_IF_ERROR(Grow(repeated.cells.size(), bytes, line + i, 0));
    repeated.line = line + i;
    records_.push_back(std::move(repeated));
  }
  return absl::OkStatus();
}

void SheetRows::Merge(size_t column, int first, int last) {
  if (column < Workbook::kMaxSheetColumns && last > first && merged_.size() < limits_.cells) {
    merged_.push_back({column, first, last});
  }
}

absl::StatusOr<std::vector<Record>> SheetRows::Take() {
  for (const MergedCells& merged : merged_) {
    const auto at_or_after = [](const Record& record, int line) { return record.line < line; };
    auto row = std::lower_bound(records_.begin(), records_.end(), merged.first, at_or_after);
    if (row == records_.end() || row->line != merged.first || row->cells.size() <= merged.column) continue;
    const RecordCell text = row->cells[merged.column];
    if (!std::holds_alternative<std::monostate>(text.typed)) continue;
    for (++row; row != records_.end() && row->line <= merged.last; ++row) {
      const size_t more = merged.column < row->cells.size() ? 0 : merged.column + 1 - row->cells.size();
      PROGNOS_RETURN_IF_ERROR(Grow(more, text.text.size(), row->line, merged.column));
      row->cells.resize(row->cells.size() + more);
      row->cells[merged.column] = text;
    }
  }
  return std::move(records_);
}

}  // namespace prognos
