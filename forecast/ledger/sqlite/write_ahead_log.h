// Reads SQLite's write-ahead log as it lies on the disk, without SQLite: which would open the file beside it, too, and
// take the log for its own. Layout: "Database File Format", section 4, sqlite.org/fileformat2.html.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_WRITE_AHEAD_LOG_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_WRITE_AHEAD_LOG_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace prognos::ledger {

struct LoggedPage {
  int64_t number = 0;  // From 1.
  std::string bytes;
};

struct LogContent {
  // Whether the log holds a transaction that SQLite would take in. What a kill cut off, and what is left of a log that
  // was moved into the file, does not count.
  bool has_commits = false;
  // The committed pages for which `is_wanted` is true, in the order in which they were written.
  std::vector<LoggedPage> wanted;
};

// The log at `log_path`, with its transactions up to the first that is not whole. A file that does not exist, cannot
// be read or is no log has none. `is_wanted` is asked of every page, committed or not.
LogContent ReadLog(const std::string& log_path, const std::function<bool(absl::string_view page)>& is_wanted);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_WRITE_AHEAD_LOG_H_
