// The lines of a small CSV file by column. No quoting: a cell holds no comma.
#ifndef PROGNOS_BENCHMARKS_CSV_LINES_H_
#define PROGNOS_BENCHMARKS_CSV_LINES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace prognos::benchmarks {

struct CsvLine {
  int number = 0;  // 1 is the header.
  // By column; views into the text. Empty: the line has another number of cells than the header.
  std::map<absl::string_view, absl::string_view> cells;
};

// The lines below the header, empty ones left out. INVALID_ARGUMENT: the header lacks one of `columns`, or there is
// none.
absl::StatusOr<std::vector<CsvLine>> SplitCsv(absl::string_view text, const std::vector<absl::string_view>& columns);

// NOT_FOUND: there is no such file.
absl::StatusOr<std::string> ReadText(const std::string& path);

// The day that `text` says, YYYY-MM-DD; of YYYY-MM the first day of the month, or its last. nullopt: neither.
std::optional<absl::CivilDay> DayIn(absl::string_view text, bool is_last);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_CSV_LINES_H_
