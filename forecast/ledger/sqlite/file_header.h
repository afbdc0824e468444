// Looks at the first 100 bytes of a file before SQLite does, so that a file that is not ours is refused without being
// touched: SQLite itself may repair, convert or leave files beside what it opens.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_FILE_HEADER_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_FILE_HEADER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace prognos::ledger {

// In the header of every store (PRAGMA application_id): "Prgn". Never change it.
inline constexpr int32_t kApplicationId = 0x5072676e;

// FAILED_PRECONDITION: the file is of another program.
absl::Status OtherProgramStatus(absl::string_view path);
// FAILED_PRECONDITION: the file has the format `version`, and this program knows formats up to `known_version`.
absl::Status NewerFormatStatus(absl::string_view path, int64_t version, int known_version);

// The format of the store in the header of `path`; 0 when it is no store of ours or has no header.
int64_t FormatInHeader(const std::string& path);

// OK when `path` may be opened as a store: it does not exist, is empty, or has a header of ours with a format of at
// most `known_version`. A file with a rollback journal beside it is left for SQLite to judge after it has recovered.
// Layout of the header: "Database File Format", section 1.3, sqlite.org/fileformat2.html.
//   INTERNAL             not an SQLite file, a header that no store of ours has, or shorter than its header says
//   FAILED_PRECONDITION  of another program; of a newer format; a folder; not readable
absl::Status CheckFileHeader(const std::string& path, int known_version);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_FILE_HEADER_H_
