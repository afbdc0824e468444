#include "forecast/ledger/sqlite/sqlite_store.h"

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <system_error>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/connection.h"
#include "forecast/ledger/sqlite/file_header.h"
#include "forecast/ledger/sqlite/file_lock.h"
#include "forecast/ledger/sqlite/log_mark.h"
#include "forecast/ledger/sqlite/migrations.h"
#include "forecast/ledger/sqlite/reader_pool.h"
#include "forecast/ledger/sqlite/session.h"
#include "forecast/ledger/sqlite/sqlite_status.h"
#include "messages/option.h"
#include "messages/store.h"
#include "messages/value.h"

namespace prognos::ledger {
namespace {

// Below this a store is called full before a write proves it: room for the log of a large batch.
constexpr uintmax_t kLeastFreeBytes = 1 << 20;
// How much the log grows before it is moved into the file: 4 MiB. A longer one costs time at the next start after a
// kill.
constexpr int kPagesBetweenMoves = 1'000;
// The log is cut back to this after a burst of writes.
constexpr char kLogSettings[] = "PRAGMA journal_size_limit = 67108864";

struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

FileIdentity IdentityOf(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 ? FileIdentity{found.st_dev, found.st_ino} : FileIdentity{};
}

// The same path for every way to write it, so that two names of one file share one lock.
std::string CanonicalPath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

absl::Status SwitchToWriteAheadLog(Connection& writer) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string mode, writer.QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal") {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::NeedsSharedMemory(writer.path()));
  }
  return writer.Execute(kLogSettings);
}

bool HasLog(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(absl::StrCat(path, "-wal"), error) || error;
}

bool HasContent(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 && found.st_size > 0;
}

// After a kill the log holds what was acknowledged and is not in the file yet: without it the store would open as it
// was long ago, perhaps empty.
absl::Status CheckLogIsThere(const FileLock& lock, const std::string& path) {
  if (!lock.left_with_log() || HasLog(path) || HoldsItsLog(path)) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::LogIsGone(path));
}

absl::Status CheckWhatAKillLeft(const FileLock& lock, const std::string& path) {
  PROGNOS_RETURN_IF_ERROR(CheckLogIsThere(lock, path));
  return CheckLogBelongs(path);
}

class SqliteStore final : public Store {
 public:
  SqliteStore(FileLock lock, DatabaseLock database_lock, std::unique_ptr<Connection> writer)
      : lock_(std::move(lock)),
        database_lock_(std::move(database_lock)),
        writer_(std::move(writer)),
        identity_(IdentityOf(writer_->path())) {}
  ~SqliteStore() override;

  absl::Status OpenReaders(const SqliteStoreOptions& options) {
    return readers_.Open(writer_->path(), options.reader_connections, options.busy_timeout);
  }

  // Begins a log of its own, and has the lock file tell of it.
  absl::Status BeginLog() {
    // What a kill left comes into the file, which gets a state that no copy of the stopped store has.
    PROGNOS_RETURN_IF_ERROR(MoveLog(*writer_));
    lock_.SetHasLog(HasLog(writer_->path()));
    return absl::OkStatus();
  }

  absl::Status Read(const std::function<absl::Status(Reader&)>& read) override;
  absl::Status Write(const std::function<absl::Status(Writer&)>& write) override;
  absl::StatusOr<std::string> TokenKey() override;
  absl::Status CheckHealth() override;

 private:
  absl::Status RunRead(const std::function<absl::Status(Reader&)>& read);
  absl::Status RunWrite(const std::function<absl::Status(Writer&)>& write);
  // For answers to clients: names the file without the folders above it, which are the machine's own affair.
  absl::Status Shown(const absl::Status& status) const;
  absl::Status CheckIdentity() const;
  absl::Status CheckFile() const;
  // Moves the log into the file when it has grown.
  void KeepLogShort();

  // Destroyed last: the file is closed when another service may have it.
  const FileLock lock_;
  const DatabaseLock database_lock_;
  std::mutex write_mutex_;
  const std::unique_ptr<Connection> writer_;  // Used with write_mutex_ held.
  const FileIdentity identity_;
  int pages_to_move_at_ = kPagesBetweenMoves;  // As writer_.
  ReaderPool readers_;
};

SqliteStore::~SqliteStore() {
  readers_.Close();
  lock_.SetHasLog(false);  // From here a log that is missing was moved into the file.
  // On a full disk this fails and the log stays beside the file; the next opening reads it.
  MoveLogAtClose(*writer_).IgnoreError();
}

absl::Status SqliteStore::Read(const std::function<absl::Status(Reader&)>& read) { return Shown(RunRead(read)); }

absl::Status SqliteStore::Write(const std::function<absl::Status(Writer&)>& write) { return Shown(RunWrite(write)); }

absl::Status SqliteStore::Shown(const absl::Status& status) const {
  if (status.ok()) return status;
  const std::string file = std::filesystem::path(writer_->path()).filename().string();
  absl::Status shown(status.code(), absl::StrReplaceAll(status.message(), {{writer_->path(), file}}));
  // The message that the status carries names the file as well.
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    shown.SetPayload(url, absl::Cord(absl::StrReplaceAll(std::string(payload), {{writer_->path(), file}})));
  });
  return shown;
}

absl::Status SqliteStore::RunRead(const std::function<absl::Status(Reader&)>& read) {
  const ReaderPool::Lease lease = readers_.Borrow();
  PROGNOS_ASSIGN_OR_RETURN(const Transaction transaction, Transaction::Begin(*lease, Transaction::Kind::kRead));
  Session session(&*lease);
  return read(session);
}

absl::Status SqliteStore::RunWrite(const std::function<absl::Status(Writer&)>& write) {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  PROGNOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  Session session(writer_.get());
  const int64_t changes_before = writer_->total_changes();
  PROGNOS_RETURN_IF_ERROR(write(session));
  PROGNOS_RETURN_IF_ERROR(session.failure());
  if (writer_->total_changes() > changes_before) PROGNOS_RETURN_IF_ERROR(MarkTransaction(*writer_));
  // A file that is no longer under its name takes commits, and is gone when it is closed.
  PROGNOS_RETURN_IF_ERROR(CheckIdentity());
  PROGNOS_RETURN_IF_ERROR(transaction.Commit());
  KeepLogShort();
  return absl::OkStatus();
}

void SqliteStore::KeepLogShort() {
  if (writer_->logged_pages() < pages_to_move_at_) return;
  // What is recorded is safe in the log: a disk that is full, or a reader that keeps the log, is for a later time.
  MoveLog(*writer_).IgnoreError();
  pages_to_move_at_ = writer_->logged_pages() + kPagesBetweenMoves;
}

absl::Status SqliteStore::CheckIdentity() const {
  if (IdentityOf(writer_->path()) == identity_) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(writer_->path(), " was removed or replaced while it was in use"));
}

absl::Status SqliteStore::CheckFile() const {
  PROGNOS_RETURN_IF_ERROR(CheckIdentity());
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(writer_->path(), error);
  return !error && space.available < kLeastFreeBytes ? DiskFullStatus(writer_->path()) : absl::OkStatus();
}

absl::StatusOr<std::string> SqliteStore::TokenKey() {
  const std::lock_guard<std::mutex> lock(write_mutex_);
  PROGNOS_ASSIGN_OR_RETURN(const std::string key, writer_->QueryText("SELECT hex(key) FROM token_key"));
  return absl::HexStringToBytes(key);
}

absl::Status SqliteStore::CheckHealth() {
  PROGNOS_RETURN_IF_ERROR(CheckFile());
  PROGNOS_RETURN_IF_ERROR(RunRead([](Reader& reader) { return reader.ListOrganizations("", 1).status(); }));
  const std::unique_lock<std::mutex> lock(write_mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return absl::OkStatus();  // Somebody is writing just now.
  return Transaction::Begin(*writer_, Transaction::Kind::kWrite).status();
}

}  // namespace

absl::Status SqliteStoreOptions::Validate() const {
  FaultList faults;
  if (path.empty()) faults.Add("path", FaultReason::kMissingValue, "", messages::option::MustNameAFile());
  if (path.find('\0') != std::string::npos) {
    faults.Add("path", FaultReason::kNotAName, path, messages::option::HoldsAZeroByte());
  }
  if (reader_connections < 1 || reader_connections > 64) {
    faults.Add("reader_connections", FaultReason::kOutOfRange, absl::StrCat(reader_connections),
               messages::value::MustBeBetween(1, 64));
  }
  if (busy_timeout < absl::ZeroDuration() || busy_timeout > absl::Minutes(10)) {
    faults.Add("busy_timeout", FaultReason::kOutOfRange, absl::FormatDuration(busy_timeout),
               messages::option::MustLastBetween("0 s", "10 min"));
  }
  return faults.ToStatus();
}

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteStoreOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  const std::string path = CanonicalPath(options.path);
  PROGNOS_ASSIGN_OR_RETURN(FileLock lock, FileLock::Acquire(path));
  // A file that is not there is made by what follows, and SQLite removes the log of an empty one.
  if (!HasContent(path)) PROGNOS_RETURN_IF_ERROR(CheckWhatAKillLeft(lock, path));
  PROGNOS_ASSIGN_OR_RETURN(DatabaseLock database_lock, DatabaseLock::Acquire(path));
  PROGNOS_RETURN_IF_ERROR(CheckWhatAKillLeft(lock, path));
  PROGNOS_RETURN_IF_ERROR(CheckFileHeader(path, static_cast<int>(AllMigrations().size())));
  PROGNOS_ASSIGN_OR_RETURN(std::unique_ptr<Connection> writer,
                           Connection::Open(path, Connection::Access::kReadWrite, options.busy_timeout));
  // The log is moved by the store alone, which says in it that it does.
  writer->SetCheckpointOnClose(false);
  PROGNOS_RETURN_IF_ERROR(Migrate(*writer, AllMigrations()));
  PROGNOS_RETURN_IF_ERROR(SwitchToWriteAheadLog(*writer));
  auto store = std::make_unique<SqliteStore>(std::move(lock), std::move(database_lock), std::move(writer));
  PROGNOS_RETURN_IF_ERROR(store->OpenReaders(options));
  PROGNOS_RETURN_IF_ERROR(store->BeginLog());
  return store;
}

}  // namespace prognos::ledger
