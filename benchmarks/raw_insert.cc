#include "benchmarks/raw_insert.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"

namespace prognos::benchmarks {
namespace {

constexpr char kTable[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "CREATE TABLE actual (organization_id TEXT NOT NULL, series_id TEXT NOT NULL, month INTEGER NOT NULL,"
    " position INTEGER NOT NULL, value INTEGER NOT NULL, record_time INTEGER NOT NULL,"
    " PRIMARY KEY (organization_id, series_id, month, position)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX actual_by_time ON actual (organization_id, record_time, position);";
constexpr char kInsert[] = "INSERT INTO actual VALUES ('o', ?, ?, ?, ?, ?)";

}  // namespace

absl::StatusOr<RawTable> RawTable::Create(const std::string& path) {
  RawTable table;
  sqlite3* database = nullptr;
  const int opened = sqlite3_open(path.c_str(), &database);
  table.database_.reset(database);
  if (opened != SQLITE_OK) return table.Error();
  PROGNOS_RETURN_IF_ERROR(table.Execute(kTable));
  sqlite3_stmt* insert = nullptr;
  if (sqlite3_prepare_v2(database, kInsert, -1, &insert, nullptr) != SQLITE_OK) return table.Error();
  table.insert_.reset(insert);
  return table;
}

absl::Status RawTable::Insert(const std::vector<RawRow>& rows) {
  PROGNOS_RETURN_IF_ERROR(Execute("BEGIN IMMEDIATE"));
  for (const RawRow& row : rows) {
    sqlite3_bind_text(insert_.get(), 1, row.series.data(), static_cast<int>(row.series.size()), SQLITE_STATIC);
    sqlite3_bind_int(insert_.get(), 2, row.month);
    sqlite3_bind_int64(insert_.get(), 3, ++position_);
    sqlite3_bind_int64(insert_.get(), 4, row.value);
    sqlite3_bind_int64(insert_.get(), 5, position_);
    if (sqlite3_step(insert_.get()) != SQLITE_DONE) return Error();
    sqlite3_reset(insert_.get());
  }
  return Execute("COMMIT");
}

absl::Status RawTable::Execute(const char* sql) {
  return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK ? absl::OkStatus() : Error();
}

absl::Status RawTable::Error() const {
  return absl::InternalError(absl::StrCat("SQLite: ", sqlite3_errmsg(database_.get())));
}

}  // namespace prognos::benchmarks
