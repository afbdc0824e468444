// One use of a prepared statement: bind, step, read columns. Reset when it goes out of scope, so that the connection
// can end its transaction and the next user finds the statement clean.
//
//   PROGNOS_ASSIGN_OR_RETURN(Statement statement, connection.Use("SELECT year FROM closed_year_version WHERE ..."));
//   statement.Bind("exempelby");
//   while (true) {
//     PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
//     if (!has_row) break;
//     years.push_back(statement.Int(0));
//   }
//
// A moment is stored as microseconds since 1970 in UTC (rounded down), a month as Month::index(), a date as the text
// "YYYY-MM-DD".
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_STATEMENT_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_STATEMENT_H_

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"

namespace prognos::ledger {

// Bytes that are not text.
struct Blob {
  absl::string_view bytes;
};

// NULL when empty.
struct TextOrNull {
  absl::string_view text;
};

class Statement {
 public:
  // `prepared` belongs to the connection and outlives this; `path` names the file in errors.
  Statement(sqlite3_stmt* prepared, const std::string* path) : prepared_(prepared), path_(path) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Binds the parameters ?1, ?2, ... in order; texts are copied. A failure shows in the next Step or Run.
  template <typename... Values>
  void Bind(const Values&... values) {
    int at = 0;
    (BindAt(++at, values), ...);
  }

  // True: a row is ready to be read. False: there are no more.
  absl::StatusOr<bool> Step();

  // Runs a statement that answers no rows and makes it ready to be bound and run again.
  absl::Status Run();

  // Columns of the row, from 0.
  bool IsNull(int column) const;
  int64_t Int64(int column) const;  // 0 for NULL.
  int Int(int column) const { return static_cast<int>(Int64(column)); }
  std::string Text(int column) const;  // Also of a BLOB; empty for NULL.
  absl::Time Time(int column) const { return absl::FromUnixMicros(Int64(column)); }
  Month MonthAt(int column) const { return Month::FromIndex(Int(column)); }
  // INTERNAL when the stored text is not a date.
  absl::StatusOr<absl::CivilDay> Day(int column) const;

 private:
  void BindAt(int at, int64_t value);
  void BindAt(int at, absl::string_view value);
  void BindAt(int at, Blob value);
  void BindAt(int at, TextOrNull value);
  void BindAt(int at, absl::Time value) { BindAt(at, absl::ToUnixMicros(value)); }
  void BindAt(int at, Month value) { BindAt(at, int64_t{value.index()}); }
  void BindAt(int at, absl::CivilDay value);
  void BindAt(int at, std::optional<int64_t> value);  // NULL when absent.
  void Remember(int code);
  absl::Status ErrorStatus(int code) const;

  sqlite3_stmt* prepared_;
  const std::string* path_;
  int bind_error_ = SQLITE_OK;  // The first.
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_STATEMENT_H_
