// What an .ods file says where (OpenDocument 1.3 part 3), as far as a table needs it.
#ifndef PROGNOS_FORECAST_INTERCHANGE_ODS_SHEETS_H_
#define PROGNOS_FORECAST_INTERCHANGE_ODS_SHEETS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "forecast/interchange/archive.h"
#include "forecast/interchange/record_source.h"
#include "forecast/interchange/sheet_rows.h"
#include "forecast/interchange/workbook.h"

namespace prognos {

// Errors as Workbook::Open; an encrypted file is one.
absl::StatusOr<std::vector<Workbook::Sheet>> ListOdsSheets(const Archive& archive, const Workbook::Limits& limits);

// The sheet with that number in the list, into `rows`, which are empty. Errors as Workbook::ReadSheet.
absl::StatusOr<std::vector<Record>> ReadOdsSheet(const Archive& archive, size_t sheet, SheetRows rows);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_ODS_SHEETS_H_
