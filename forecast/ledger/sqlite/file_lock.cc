#include "forecast/ledger/sqlite/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "forecast/ledger/sqlite/sqlite_status.h"
#include "messages/store.h"

namespace prognos::ledger {
namespace {

// The second line of a lock file whose store has a write-ahead log.
constexpr char kHasLog[] = "has a write-ahead log\n";

std::string Content(int descriptor) {
  char text[64];
  const ssize_t size = pread(descriptor, text, sizeof text, 0);
  return size <= 0 ? "" : std::string(text, static_cast<size_t>(size));
}

// The process that holds the lock; nothing when it has not written its id yet.
std::optional<int> Owner(int descriptor) {
  const std::string content = Content(descriptor);
  int process = 0;
  if (!absl::SimpleAtoi(absl::string_view(content).substr(0, content.find('\n')), &process)) return std::nullopt;
  return process;
}

absl::Status HeldStatus(const std::string& path, int descriptor) {
  const std::optional<int> process = Owner(descriptor);
  return MessageStatus(absl::StatusCode::kFailedPrecondition, process.has_value()
                                                                  ? messages::store::IsInUseByProcess(path, *process)
                                                                  : messages::store::IsInUse(path));
}

// False when the previous owner removed the file between our opening and our locking it: the lock is on nothing.
bool IsStillAt(int descriptor, const std::string& lock_path) {
  struct stat opened {};
  struct stat named {};
  return fstat(descriptor, &opened) == 0 && stat(lock_path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

// Only for the message to others: a full disk may leave it out.
void WriteProcessId(int descriptor, bool has_log) {
  const std::string text = absl::StrCat(getpid(), "\n", has_log ? kHasLog : "");
  if (ftruncate(descriptor, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = pwrite(descriptor, text.data(), text.size(), 0);
}

// The files that this process has locked by DatabaseLock, so that none of them is opened, and closed, once more.
struct HeldFiles {
  std::mutex mutex;
  std::set<std::pair<dev_t, ino_t>> files;
};

HeldFiles& Held() {
  static auto* const held = new HeldFiles;
  return *held;
}

absl::Status HeldUnderAnotherName(const std::string& path) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::IsInUseUnderAnotherName(path));
}

}  // namespace

absl::StatusOr<FileLock> FileLock::Acquire(const std::string& path) {
  const std::string lock_path = absl::StrCat(path, ".lock");
  while (true) {
    const int descriptor = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) return FileStatus(errno, path);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const absl::Status status = errno == EWOULDBLOCK ? HeldStatus(path, descriptor) : FileStatus(errno, lock_path);
      close(descriptor);
      return status;
    }
    if (IsStillAt(descriptor, lock_path)) {
      // A log that is told of stays told of until the store has been opened, however often that fails.
      const bool has_log = absl::StrContains(Content(descriptor), kHasLog);
      WriteProcessId(descriptor, has_log);
      return FileLock(lock_path, descriptor, has_log);
    }
    close(descriptor);
  }
}

FileLock::FileLock(std::string lock_path, int descriptor, bool left_with_log)
    : lock_path_(std::move(lock_path)), left_with_log_(left_with_log), descriptor_(descriptor) {}

void FileLock::SetHasLog(bool has_log) const { WriteProcessId(descriptor_, has_log); }

FileLock::FileLock(FileLock&& other) noexcept
    : lock_path_(std::move(other.lock_path_)),
      left_with_log_(other.left_with_log_),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ < 0) return;
  // While it is locked, so that nobody's new lock file is removed. One that tells of a log stays.
  if (!absl::StrContains(Content(descriptor_), kHasLog)) unlink(lock_path_.c_str());
  close(descriptor_);
}

absl::StatusOr<DatabaseLock> DatabaseLock::Acquire(const std::string& path) {
  const std::lock_guard<std::mutex> guard(Held().mutex);
  struct stat found {};
  if (stat(path.c_str(), &found) == 0 && Held().files.contains({found.st_dev, found.st_ino})) {
    return HeldUnderAnotherName(path);
  }
  const int descriptor = open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return FileStatus(errno, path);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const absl::Status status = errno == EWOULDBLOCK ? HeldUnderAnotherName(path) : FileStatus(errno, path);
    close(descriptor);
    return status;
  }
  if (fstat(descriptor, &found) == 0) Held().files.insert({found.st_dev, found.st_ino});
  return DatabaseLock(descriptor);
}

DatabaseLock::DatabaseLock(DatabaseLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

DatabaseLock::~DatabaseLock() {
  if (descriptor_ < 0) return;
  const std::lock_guard<std::mutex> guard(Held().mutex);
  struct stat found {};
  if (fstat(descriptor_, &found) == 0) Held().files.erase({found.st_dev, found.st_ino});
  close(descriptor_);
}

}  // namespace prognos::ledger
