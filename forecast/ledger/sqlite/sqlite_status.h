// The one place where an error of SQLite or of the file system becomes an absl::Status, in words for the person who
// must do something about it.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_SQLITE_STATUS_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_SQLITE_STATUS_H_

#include <sqlite3.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace prognos::ledger {

// RESOURCE_EXHAUSTED: the disk that holds `path` is full.
absl::Status DiskFullStatus(absl::string_view path);

// INTERNAL: `path` is not a Prognos store or is damaged.
absl::Status DamagedStatus(absl::string_view path);

// The status for the (extended) result code `code` of a call on `database`, whose file is `path`. `database` may be
// null when it could not even be created. OK for SQLITE_OK, SQLITE_ROW and SQLITE_DONE.
//   RESOURCE_EXHAUSTED   the disk or the quota is full; nothing was stored
//   INTERNAL             not a store, damaged, a failing disk, or a fault in the program
//   FAILED_PRECONDITION  the file cannot be opened or written; a record refers to one that does not exist
//   ALREADY_EXISTS       the key is taken
//   INVALID_ARGUMENT     a record beyond SQLite's size limit (1 000 000 000 bytes)
//   UNAVAILABLE          another program kept the file locked longer than the busy timeout
absl::Status SqliteStatus(sqlite3* database, int code, absl::string_view path);

// The status for the errno `error` of opening or writing a file at `path`: as above.
absl::Status FileStatus(int error, absl::string_view path);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_SQLITE_STATUS_H_
