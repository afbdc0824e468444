// The open placements of a benchmark file (forecast/models/placements/placement.h): what is known, at each origin, of
// the series of another.
//
// A CSV file with a header line; columns in any order, others are not looked at: `series`, `origin_month` (YYYY-MM, the
// last known month of a forecast), `start` (YYYY-MM-DD, or YYYY-MM: its first day) and `price_per_day`. A line is a
// placement that began at `start`, costs `price_per_day` in the unit of the series' amounts, and is open at the end of
// `origin_month`. A series that the file names has nothing open at an origin month that it names for other series only.
#ifndef PROGNOS_BENCHMARKS_COMMITMENT_FILE_H_
#define PROGNOS_BENCHMARKS_COMMITMENT_FILE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "benchmarks/series_file.h"
#include "forecast/models/placements/placement.h"

namespace prognos::benchmarks {

struct SeriesCommitments {
  // By the name of the series, and the last known month.
  std::map<std::string, std::map<Month, std::vector<models::Placement>>, std::less<>> open;
  std::set<Month> origin_months;  // Of all series.

  bool empty() const { return open.empty(); }
  // What `series` has open when `origin_month` has ended; null: the file does not say.
  const std::vector<models::Placement>* Find(absl::string_view series, Month origin_month) const;
};

// INVALID_ARGUMENT with every line at fault: a column is absent, a series that is not among `series`, a month, day or
// price that cannot be read, a price below zero, a start after the origin month. A file without any line is at fault
// too.
absl::StatusOr<SeriesCommitments> ParseCommitments(absl::string_view text, const std::vector<BenchmarkSeries>& series);

// The same of a file. NOT_FOUND: there is none.
absl::StatusOr<SeriesCommitments> ReadCommitmentFile(const std::string& path,
                                                     const std::vector<BenchmarkSeries>& series);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_COMMITMENT_FILE_H_
