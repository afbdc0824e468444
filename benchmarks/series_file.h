// The monthly series of a benchmark file.
//
// A CSV file with a header line; columns in any order: `series`, `month` (YYYY-MM), an amount (`value`, else `cost`, or
// the column asked for) and optionally `part` (`history` or `future`; absent: all history). Other columns are not
// looked at. A month that has no row, or an empty amount, is missing. No quoting: names hold no comma.
#ifndef PROGNOS_BENCHMARKS_SERIES_FILE_H_
#define PROGNOS_BENCHMARKS_SERIES_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

struct BenchmarkSeries {
  std::string name;
  MonthlySeries history;
  MonthlySeries future;  // Begins where the history ends; empty when the file has no such rows.

  // History and future as one series.
  MonthlySeries Whole() const;
};

// Series in the order of their first row. INVALID_ARGUMENT with the line: a column is absent, a month or an amount
// cannot be read, a month twice, a future month that does not come after the history. NOT_FOUND: no such file.
absl::StatusOr<std::vector<BenchmarkSeries>> ReadSeriesFile(const std::string& path, absl::string_view column = "");

// The same from the text of a file.
absl::StatusOr<std::vector<BenchmarkSeries>> ParseSeries(absl::string_view text, absl::string_view column = "");

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_SERIES_FILE_H_
