// The store in one SQLite file: no server to run, safe against crashes and power cuts, one file to back up.
// The format is described in docs/store.md.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_SQLITE_STORE_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/store.h"

namespace prognos::ledger {

struct SqliteStoreOptions {
  // The file, in a folder that exists. Made when it does not exist. Beside it stand PATH-wal and PATH-shm while the
  // store is open (and after a kill, until the next opening), and PATH.lock with the process id of the owner.
  std::string path;
  // How many reads run at the same time, 1-64; further ones wait. Each costs about 2 MB when used. More than the
  // threads that read gains nothing.
  int reader_connections = 4;
  // How long a call waits when a program other than a Prognos service (a backup, the sqlite3 shell) holds the file,
  // 0 s-10 min; then it answers UNAVAILABLE. Leave it alone unless backups take longer.
  absl::Duration busy_timeout = absl::Seconds(5);

  // INVALID_ARGUMENT with every fault found.
  absl::Status Validate() const;
};

// Opens the store, makes it when the file is new or empty, and brings an older format to the newest. The store is
// closed, and everything moved into the one file, when the pointer dies; no call may be running then. A Read or Write
// must not be called from within one.
//   INVALID_ARGUMENT     options.Validate
//   FAILED_PRECONDITION  the file belongs to another program, has a newer format, is in use by another service (the
//                        message names its process), or cannot be opened or written
//   INTERNAL             not a Prognos store, or damaged
//   RESOURCE_EXHAUSTED   the disk is full
// A file that is refused has not been changed.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteStoreOptions& options);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_SQLITE_STORE_H_
