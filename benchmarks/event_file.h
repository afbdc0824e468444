// The events of a benchmark file (forecast/cases/event.h): what is known, at every origin, of the series of another.
//
// A CSV file with a header line; columns in any order, others are not looked at: `series`, `kind` (one-off, step,
// percent, move or commitment), `from`, `to`, `amount`, `percent`, `probability`. Months are YYYY-MM; a cell is empty
// where it does not apply. `to`, the last month, may be empty: for good. `probability` may be: 1. A move is what the
// series has more (less) a month; the series that it comes from has a line of its own. Of a commitment `amount` is a
// day, and `from` and `to` are days (YYYY-MM-DD; of a month its first and its last one); the line is its reference.
#ifndef PROGNOS_BENCHMARKS_EVENT_FILE_H_
#define PROGNOS_BENCHMARKS_EVENT_FILE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "benchmarks/series_file.h"
#include "forecast/cases/event.h"

namespace prognos::benchmarks {

// By the name of the series.
using SeriesEvents = std::map<std::string, std::vector<cases::Event>, std::less<>>;

// INVALID_ARGUMENT with every line at fault: a column is absent, a series that is not among `series`, a kind there is
// not, a value that cannot be read or does not belong there, a percent of a series twice from the same month.
absl::StatusOr<SeriesEvents> ParseEvents(absl::string_view text, const std::vector<BenchmarkSeries>& series);

// The same of a file. NOT_FOUND: there is none.
absl::StatusOr<SeriesEvents> ReadEventFile(const std::string& path, const std::vector<BenchmarkSeries>& series);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_EVENT_FILE_H_
