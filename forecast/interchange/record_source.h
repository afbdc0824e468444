// Rows of cells as a file has them, whatever its format: what every reader of tables reads.
#ifndef PROGNOS_FORECAST_INTERCHANGE_RECORD_SOURCE_H_
#define PROGNOS_FORECAST_INTERCHANGE_RECORD_SOURCE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace prognos {

// Why a cell of a workbook has no value.
enum class BrokenCell {
  kError,        // "#REF!".
  kNotComputed,  // A formula that no program has computed yet.
};

// A cell of a text file is its text; a cell of a workbook may know that it is a number or a day.
struct RecordCell {
  RecordCell() = default;
  explicit RecordCell(std::string as_written) : text(std::move(as_written)) {}
  // With the text that a person would write: "4010", "1234.5", "2022-03-01". A number has the fifteen digits that
  // programs show, and never three decimals, which could be thousands: "1.2340".
  static RecordCell Number(double number);
  static RecordCell Day(absl::CivilDay day);
  // `shown`: what stands in its place, "#REF!" or the formula.
  static RecordCell Broken(std::string shown, BrokenCell why);

  std::string text;  // As written or as above; empty for an empty cell.
  std::variant<std::monostate, double, absl::CivilDay, BrokenCell> typed;  // Nothing for text.
};

struct Record {
  int line = 0;  // Its place in the file, from 1: the line where it begins, or the row of a sheet.
  std::vector<RecordCell> cells;

  // Whether all cells are empty or blank.
  bool IsBlank() const;
};

// Hands out one record at a time, so that a large file is held only once. Readers go through a table twice: once to
// learn how its numbers are written, once to read.
class RecordSource {
 public:
  // Where a record begins.
  struct Position {
    size_t at = 0;
    int line = 1;
  };

  virtual ~RecordSource() = default;
  // Reads the next record into `record`; false at the end. INVALID_ARGUMENT with a fault for what cannot be read;
  // nothing can be read after an error until GoTo.
  virtual absl::StatusOr<bool> Next(Record& record) = 0;
  // Where the next record begins, and going back to such a place.
  virtual Position Here() const = 0;
  virtual void GoTo(Position position) = 0;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_RECORD_SOURCE_H_
