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

  // Whether the lock file said, when it was acquired, that its owner had a write-ahead log beside the store: that owner
  // was killed.
  bool left_with_log() const { return left_with_log_; }
  // Writes into the lock file that there is a write-ahead log now, or none any more.
  void SetHasLog(bool has_log) const;

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  FileLock(std::string lock_path, int descriptor, bool left_with_log);

  std::string lock_path_;
  bool left_with_log_;
  int descriptor_;  // -1: moved from.
};

// Keeps a second service from the same file under another name (a hard link), which has a PATH.lock of its own: an
// flock on the database itself, which SQLite does not use (it locks byte ranges).
class DatabaseLock {
 public:
  // Locks the file `path`, which is made when it does not exist; `path`.lock is held. To be taken before SQLite opens
  // the file and given back after it has closed it: closing any descriptor of a file drops the byte-range locks that
  // the process has on it. Does not wait. FAILED_PRECONDITION: held already, or the file cannot be opened.
  static absl::StatusOr<DatabaseLock> Acquire(const std::string& path);
  DatabaseLock(DatabaseLock&& other) noexcept;
  DatabaseLock& operator=(DatabaseLock&&) = delete;
  ~DatabaseLock();

 private:
  explicit DatabaseLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;  // -1: moved from.
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_FILE_LOCK_H_
