// A connection to the file, with its prepared statements, and a transaction on it. One thread at a time.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_CONNECTION_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/ledger/sqlite/statement.h"

namespace prognos::ledger {

class Connection {
 public:
  enum class Access {
    kReadOnly,
    kReadWrite,  // Creates the file when it does not exist.
    kFileAlone,  // Reads the file without its log and locks, and leaves nothing beside it. Nobody else may write it.
  };

  // Opens `path` with foreign keys enforced, triggers that also see replaced rows, and every commit synced to the disk.
  // `busy_timeout`: how long a call waits for a lock that another program holds. Errors as SqliteStatus.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, Access access,
                                                          absl::Duration busy_timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The statement `sql`, prepared at its first use and kept. INTERNAL when it is in the middle of another use.
  absl::StatusOr<Statement> Use(absl::string_view sql);

  // Runs any number of statements without parameters and without interest in rows.
  absl::Status Execute(const std::string& sql);

  // The first column of the first row of a statement without parameters, as a number or a text.
  absl::StatusOr<int64_t> QueryInt64(absl::string_view sql);
  absl::StatusOr<std::string> QueryText(absl::string_view sql);

  // Rows that the last INSERT, UPDATE or DELETE changed.
  int64_t changes() const { return sqlite3_changes64(database_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }
  const std::string& path() const { return path_; }

  // Rows that were changed since it was opened.
  int64_t total_changes() const { return sqlite3_total_changes64(database_.get()); }

  // Moves the write-ahead log into the file, and returns whether all of it was moved: other programs that read an older
  // state keep the newer ones in the log. Not within a transaction. SQLite does it by itself only as
  // SetCheckpointOnClose says.
  absl::StatusOr<bool> Checkpoint();
  // How many pages the log had after the last commit of this connection; 0 before the first.
  int logged_pages() const { return logged_pages_; }
  // Whether the last connection to close moves the write-ahead log into the file and removes it.
  void SetCheckpointOnClose(bool on);

 private:
  struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using PreparedStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

  explicit Connection(std::string path) : path_(std::move(path)) {}
  absl::Status OpenDatabase(Access access, absl::Duration busy_timeout);
  // Keeps logged_pages_ up to date.
  void CountLoggedPages();
  absl::StatusOr<PreparedStatement> Prepare(absl::string_view sql);

  const std::string path_;
  int logged_pages_ = 0;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
  std::unordered_map<std::string, PreparedStatement> statements_;  // Finalized before the database closes.
};

// Rolls back when it goes out of scope without Commit. Statements used inside must be gone by then.
class Transaction {
 public:
  enum class Kind {
    kRead,   // One consistent state, taken at the first read.
    kWrite,  // Takes the write lock at once, so that it cannot fail halfway for want of it.
  };

  static absl::StatusOr<Transaction> Begin(Connection& connection, Kind kind);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // OK: everything done is on the disk. Any error: everything is undone.
  absl::Status Commit();

 private:
  explicit Transaction(Connection* connection) : connection_(connection) {}
  void Rollback();

  Connection* connection_;  // Null when ended.
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_CONNECTION_H_
