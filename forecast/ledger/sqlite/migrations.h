// The formats of the store, oldest first, and how a file gets from one to the next.
//
// Migration N turns format N-1 into format N; migration 1 makes an empty file a store. Each runs in a transaction of
// its own together with the new number (PRAGMA user_version), so a file is always of exactly one format. A migration
// that has been released is never changed: files made by it exist. See docs/store.md.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_MIGRATIONS_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_MIGRATIONS_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "forecast/ledger/sqlite/connection.h"

namespace prognos::ledger {

struct Migration {
  const char* purpose;  // For people, in a few words.
  const char* sql;      // The statements, separated by semicolons.
};

// All of them: the migration to format N stands at N-1.
absl::Span<const Migration> AllMigrations();

// Brings the file of `connection` to the newest format of `migrations`; an empty one becomes a store.
//   FAILED_PRECONDITION  a newer format, or a file of another program; nothing was changed
//   INTERNAL             ours, but with a content that its format number contradicts
// and the errors of SqliteStatus; a failed migration leaves the file in the format before it.
absl::Status Migrate(Connection& connection, absl::Span<const Migration> migrations);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_MIGRATIONS_H_
