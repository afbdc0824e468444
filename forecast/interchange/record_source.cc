#include "forecast/interchange/record_source.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "forecast/interchange/cell_values.h"

namespace prognos {

RecordCell RecordCell::Number(double number) {
  // Six digits are what StrCat would give; whole numbers, accounts among them, are written out.
  const bool whole = number > -1e15 && number < 1e15 && number == static_cast<double>(static_cast<int64_t>(number));
  RecordCell cell(whole ? absl::StrCat(static_cast<int64_t>(number)) : absl::StrCat(number));
  cell.typed = number;
  return cell;
}

RecordCell RecordCell::Day(absl::CivilDay day) {
  RecordCell cell(absl::FormatCivilTime(day));
  cell.typed = day;
  return cell;
}

bool Record::IsBlank() const {
  return std::all_of(cells.begin(), cells.end(), [](const RecordCell& cell) { return TrimCell(cell.text).empty(); });
}

}  // namespace prognos
