// What the disk and SQLite alone take to keep rows: the floor under an import.
#ifndef PROGNOS_BENCHMARKS_RAW_INSERT_H_
#define PROGNOS_BENCHMARKS_RAW_INSERT_H_

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace prognos::benchmarks {

struct RawRow {
  std::string series;
  int month = 0;
  int64_t value = 0;
};

// A file with one table of the shape of the ledger's actuals, and as safe: write-ahead log, synchronous FULL.
class RawTable {
 public:
  static absl::StatusOr<RawTable> Create(const std::string& path);

  // Adds all rows in one transaction.
  absl::Status Insert(const std::vector<RawRow>& rows);

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  absl::Status Execute(const char* sql);
  absl::Status Error() const;

  std::unique_ptr<sqlite3, Close> database_;
  std::unique_ptr<sqlite3_stmt, Close> insert_;  // Ends before the database.
  int64_t position_ = 0;
};

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_RAW_INSERT_H_
