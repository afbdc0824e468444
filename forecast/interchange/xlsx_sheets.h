// What an .xlsx file says where (ECMA-376 part 1, SpreadsheetML), as far as a table needs it.
#ifndef PROGNOS_FORECAST_INTERCHANGE_XLSX_SHEETS_H_
#define PROGNOS_FORECAST_INTERCHANGE_XLSX_SHEETS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/interchange/archive.h"
#include "forecast/interchange/number_formats.h"
#include "forecast/interchange/record_source.h"
#include "forecast/interchange/sheet_rows.h"
#include "forecast/interchange/workbook.h"

namespace prognos {

// What the cells of all sheets refer to.
struct XlsxParts {
  std::vector<Workbook::Sheet> sheets;
  std::vector<std::string> texts;     // Shared by cells.
  std::vector<NumberFormat> formats;  // By the style of a cell.
  bool from_1904 = false;             // How days are counted.
};

// Errors as Workbook::Open.
absl::StatusOr<XlsxParts> ReadXlsxParts(const Archive& archive, const Workbook::Limits& limits);

// Errors as Workbook::ReadSheet.
// Into `rows`, which are empty.
absl::StatusOr<std::vector<Record>> ReadXlsxSheet(const Archive& archive, const XlsxParts& parts, size_t sheet,
                                                  SheetRows rows);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_XLSX_SHEETS_H_
