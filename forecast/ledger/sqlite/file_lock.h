// Keeps a second process from opening the same store: an flock on a file of its own, released by the kernel when the
// process dies however it dies.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_FILE_LOCK_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_FILE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace prognos::ledger {

class FileLock {
 public:
  // Locks the store `path` by the file `path` + ".lock", which holds the process id of the owner while locked and is
  // removed at release. Does not wait. FAILED_PRECONDITION: held already (names `path` and the owner), or the lock file
  // cannot be made; RESOURCE_EXHAUSTED: full disk.
  static absl::StatusOr<FileLock> Acquire(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  FileLock(std::string lock_path, int descriptor);

  std::string lock_path_;
  int descriptor_;  // -1: moved from.
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_FILE_LOCK_H_
