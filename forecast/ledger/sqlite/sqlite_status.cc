#include "forecast/ledger/sqlite/sqlite_status.h"

#include <cerrno>
#include <initializer_list>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "messages/store.h"

namespace prognos::ledger {
namespace {

// A full disk, an exhausted quota, and a file that reached the size its process may write.
bool IsNoSpace(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

std::string ErrorText(int error) { return error == 0 ? "unknown cause" : std::generic_category().message(error); }

// The errno that an open file met last; 0 when none is known.
int LastErrorOf(sqlite3_file* file) {
  int error = 0;
  if (file != nullptr && file->pMethods != nullptr) {
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  }
  return error;
}

// The errno behind an error of `database`. SQLite forgets it when a commit fails, but the file or its log remembers.
int SystemError(sqlite3* database) {
  if (database == nullptr) return 0;
  if (const int error = sqlite3_system_errno(database); error != 0) return error;
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database, "main", which, &file);
    if (const int error = LastErrorOf(file); error != 0) return error;
  }
  return 0;
}

absl::Status NotWritable(absl::string_view path) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::CannotBeWritten(path));
}

absl::Status ConstraintStatus(int code, absl::string_view detail, absl::string_view path) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return MessageStatus(absl::StatusCode::kAlreadyExists, messages::store::KeyIsTaken(detail));
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::RefersToNothing());
    default:
      return absl::InternalError(absl::StrCat(path, " refused a record: ", detail));
  }
}

}  // namespace

absl::Status DiskFullStatus(absl::string_view path) {
  return MessageStatus(absl::StatusCode::kResourceExhausted, messages::store::DiskIsFull(path));
}

absl::Status DamagedStatus(absl::string_view path) {
  return absl::InternalError(
      absl::StrCat(path, " is not a Prognos store or is damaged; restore it from a backup or choose another file"));
}

absl::Status FileStatus(int error, absl::string_view path) {
  if (IsNoSpace(error)) return DiskFullStatus(path);
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::FolderDoesNotExist(path));
    case EISDIR:
      return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::IsAFolder(path));
    case EACCES:
    case EPERM:
    case EROFS:
      return NotWritable(path);
    case EIO:
      return absl::InternalError(absl::StrCat("the disk that holds ", path, " fails: ", ErrorText(error)));
    default:
      return MessageStatus(absl::StatusCode::kFailedPrecondition,
                           messages::store::CannotBeOpened(path, ErrorText(error)));
  }
}

absl::Status SqliteStatus(sqlite3* database, int code, absl::string_view path) {
  const int error = SystemError(database);
  const std::string detail = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return absl::OkStatus();
    case SQLITE_FULL:
      return DiskFullStatus(path);
    case SQLITE_IOERR:
      // Growing the shared index of the write-ahead log fails only for want of space, and leaves no errno behind.
      if (IsNoSpace(error) || code == SQLITE_IOERR_SHMSIZE) return DiskFullStatus(path);
      return absl::InternalError(
          absl::StrCat("reading or writing ", path, " failed: ", detail, " (", ErrorText(error), ")"));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DamagedStatus(path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return NotWritable(path);
    case SQLITE_CANTOPEN:
      return FileStatus(error, path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return MessageStatus(absl::StatusCode::kUnavailable, messages::store::IsLocked(path));
    case SQLITE_CONSTRAINT:
      return ConstraintStatus(code, detail, path);
    case SQLITE_TOOBIG:
      return MessageStatus(absl::StatusCode::kInvalidArgument,
                           messages::store::RecordIsTooLarge(Argument::Count(1'000'000'000)));
    default:
      return absl::InternalError(absl::StrCat(path, ": ", detail, " (SQLite code ", code, ")"));
  }
}

}  // namespace prognos::ledger
