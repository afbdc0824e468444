#include "forecast/ledger/sqlite/statement.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/ledger/sqlite/sqlite_status.h"

namespace prognos::ledger {
namespace {

// SQLite takes a null pointer for NULL; an empty text is not NULL.
const char* NotNull(absl::string_view text) { return text.data() == nullptr ? "" : text.data(); }

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : prepared_(std::exchange(other.prepared_, nullptr)), path_(other.path_), bind_error_(other.bind_error_) {}

Statement::~Statement() {
  if (prepared_ == nullptr) return;
  sqlite3_reset(prepared_);
  sqlite3_clear_bindings(prepared_);
}

void Statement::Remember(int code) {
  if (bind_error_ == SQLITE_OK) bind_error_ = code;
}

void Statement::BindAt(int at, int64_t value) { Remember(sqlite3_bind_int64(prepared_, at, value)); }

void Statement::BindAt(int at, absl::string_view value) {
  Remember(sqlite3_bind_text64(prepared_, at, NotNull(value), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::BindAt(int at, Blob value) {
  Remember(sqlite3_bind_blob64(prepared_, at, NotNull(value.bytes), value.bytes.size(), SQLITE_TRANSIENT));
}

void Statement::BindAt(int at, TextOrNull value) {
  if (value.text.empty()) {
    Remember(sqlite3_bind_null(prepared_, at));
  } else {
    BindAt(at, value.text);
  }
}

void Statement::BindAt(int at, absl::CivilDay value) { BindAt(at, absl::string_view(absl::FormatCivilTime(value))); }

void Statement::BindAt(int at, std::optional<int64_t> value) {
  if (value.has_value()) {
    BindAt(at, *value);
  } else {
    Remember(sqlite3_bind_null(prepared_, at));
  }
}

absl::Status Statement::ErrorStatus(int code) const { return SqliteStatus(sqlite3_db_handle(prepared_), code, *path_); }

absl::StatusOr<bool> Statement::Step() {
  if (bind_error_ != SQLITE_OK) return ErrorStatus(bind_error_);
  const int code = sqlite3_step(prepared_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return ErrorStatus(code);
}

absl::Status Statement::Run() {
  const absl::Status status = Step().status();
  sqlite3_reset(prepared_);
  return status;
}

bool Statement::IsNull(int column) const { return sqlite3_column_type(prepared_, column) == SQLITE_NULL; }

int64_t Statement::Int64(int column) const { return sqlite3_column_int64(prepared_, column); }

std::string Statement::Text(int column) const {
  // The pointer is asked for first: asking may convert, and the size belongs to what it points at.
  const void* data = sqlite3_column_blob(prepared_, column);
  const int size = sqlite3_column_bytes(prepared_, column);
  return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), static_cast<size_t>(size));
}

absl::StatusOr<absl::CivilDay> Statement::Day(int column) const {
  absl::CivilDay day;
  const std::string text = Text(column);
  if (!absl::ParseCivilTime(text, &day)) {
    return absl::InternalError(absl::StrCat(*path_, " is damaged: \"", text, "\" is not a date"));
  }
  return day;
}

}  // namespace prognos::ledger
