#include "forecast/ledger/sqlite/connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/sqlite_status.h"

namespace prognos::ledger {
namespace {

// recursive_triggers: without it INSERT OR REPLACE removes rows behind the back of the append-only triggers.
constexpr char kSettings[] =
    "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
    "PRAGMA trusted_schema = OFF; PRAGMA wal_autocheckpoint = 0;";

int OpenFlags(Connection::Access access) {
  // Each connection is used by one thread at a time, so SQLite need not lock within it.
  switch (access) {
    case Connection::Access::kReadOnly:
      return SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY;
    case Connection::Access::kReadWrite:
      return SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Connection::Access::kFileAlone:
      return SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  return SQLITE_OPEN_READONLY;
}

// The file's name as SQLite takes it.
std::string NameFor(Connection::Access access, const std::string& path) {
  if (access != Connection::Access::kFileAlone) return path;
  return absl::StrCat("file:", absl::StrReplaceAll(path, {{"%", "%25"}, {"?", "%3f"}, {"#", "%23"}}), "?immutable=1");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Access access,
                                                             absl::Duration busy_timeout) {
  std::unique_ptr<Connection> connection(new Connection(path));
  PROGNOS_RETURN_IF_ERROR(connection->OpenDatabase(access, busy_timeout));
  PROGNOS_RETURN_IF_ERROR(connection->Execute(kSettings));
  connection->CountLoggedPages();
  return connection;
}

absl::Status Connection::OpenDatabase(Access access, absl::Duration busy_timeout) {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(NameFor(access, path_).c_str(), &database, OpenFlags(access), nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) return SqliteStatus(database, code, path_);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, static_cast<int>(absl::ToInt64Milliseconds(busy_timeout)));
  // SQLite opens a file that it may not write for reading only, without a word.
  if (access == Access::kReadWrite && sqlite3_db_readonly(database, "main") == 1) {
    return SqliteStatus(nullptr, SQLITE_READONLY, path_);
  }
  return absl::OkStatus();
}

Connection::~Connection() { statements_.clear(); }

absl::StatusOr<Connection::PreparedStatement> Connection::Prepare(absl::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  if (code != SQLITE_OK) return SqliteStatus(database_.get(), code, path_);
  return PreparedStatement(prepared);
}

absl::StatusOr<Statement> Connection::Use(absl::string_view sql) {
  std::string key(sql);
  auto found = statements_.find(key);
  if (found == statements_.end()) {
    PROGNOS_ASSIGN_OR_RETURN(PreparedStatement prepared, Prepare(sql));
    found = statements_.emplace(std::move(key), std::move(prepared)).first;
  }
  if (sqlite3_stmt_busy(found->second.get()) != 0) {
    return absl::InternalError(absl::StrCat("a statement is used within itself: ", sql));
  }
  return Statement(found->second.get(), &path_);
}

absl::Status Connection::Execute(const std::string& sql) {
  return SqliteStatus(database_.get(), sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr), path_);
}

absl::StatusOr<int64_t> Connection::QueryInt64(absl::string_view sql) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
  PROGNOS_RETURN_IF_ERROR(statement.Step().status());
  return statement.Int64(0);
}

absl::StatusOr<std::string> Connection::QueryText(absl::string_view sql) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
  PROGNOS_RETURN_IF_ERROR(statement.Step().status());
  return statement.Text(0);
}

void Connection::CountLoggedPages() {
  const auto count = [](void* pages, sqlite3*, const char*, int logged) {
    *static_cast<int*>(pages) = logged;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(database_.get(), count, &logged_pages_);
}

absl::StatusOr<bool> Connection::Checkpoint() {
  int logged = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(database_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, &logged, &moved);
  if ((code & 0xff) == SQLITE_BUSY) return false;  // Another program is moving it just now.
  if (code != SQLITE_OK) return SqliteStatus(database_.get(), code, path_);
  return logged == moved;
}

void Connection::SetCheckpointOnClose(bool on) {
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

absl::StatusOr<Transaction> Transaction::Begin(Connection& connection, Kind kind) {
  PROGNOS_ASSIGN_OR_RETURN(Statement begin, connection.Use(kind == Kind::kRead ? "BEGIN" : "BEGIN IMMEDIATE"));
  PROGNOS_RETURN_IF_ERROR(begin.Run());
  return Transaction(&connection);
}

Transaction::Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() { Rollback(); }

absl::Status Transaction::Commit() {
  PROGNOS_ASSIGN_OR_RETURN(Statement commit, connection_->Use("COMMIT"));
  const absl::Status status = commit.Run();
  if (status.ok()) {
    connection_ = nullptr;
  } else {
    Rollback();
  }
  return status;
}

void Transaction::Rollback() {
  Connection* connection = std::exchange(connection_, nullptr);
  // Some errors (a full disk among them) have rolled back already.
  if (connection == nullptr || !connection->in_transaction()) return;
  absl::StatusOr<Statement> rollback = connection->Use("ROLLBACK");
  // A rollback that fails leaves the transaction open and the next Begin refused: nothing is stored by mistake.
  if (rollback.ok()) rollback->Run().IgnoreError();
}

}  // namespace prognos::ledger
