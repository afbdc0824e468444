// What the number format of a cell of a workbook says of its number: a day, per cent, thousands.
#ifndef PROGNOS_FORECAST_INTERCHANGE_NUMBER_FORMATS_H_
#define PROGNOS_FORECAST_INTERCHANGE_NUMBER_FORMATS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "forecast/interchange/record_source.h"

namespace prognos {

struct NumberFormat {
  bool is_day = false;      // The number counts days.
  bool is_percent = false;  // 0.086 is seen as 8.6 %.
  bool is_scaled = false;   // Seen in thousands or millions of what the cell holds: "# ##0," of 1 234 000 is "1 234".
};

// Of a code as Excel writes it, "yyyy-mm-dd", "0.0%", "#,##0,\" tkr\"": what stands in its first section counts,
// without texts in quotes, escaped characters and brackets. A time of day alone is no day.
NumberFormat FormatOfCode(absl::string_view code);

// Of the formats that have no code but a number (ECMA-376 part 1, 18.8.30); those of other languages among them.
NumberFormat FormatOfNumber(int id);

// The day that a workbook counts so: from 1899-12-30, or with `from_1904` from 1904-01-01. Before March 1900 Excel
// counts one day less, because its 1900 has a 29 February. nullopt outside of 1900-01-01 to 9999-12-31.
std::optional<absl::CivilDay> DayCounted(double count, bool from_1904);

// A number as people see it: a day; "8.6 %" for 0.086 as per cent. One that is seen in thousands says that it is in
// kronor, "1234000 kr", whatever its column says.
RecordCell FormattedCell(double number, const NumberFormat& format, bool from_1904);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_NUMBER_FORMATS_H_
