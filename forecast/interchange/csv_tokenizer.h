// CSV text to records (RFC 4180, with any delimiter and CRLF, LF or CR at line ends).
#ifndef PROGNOS_FORECAST_INTERCHANGE_CSV_TOKENIZER_H_
#define PROGNOS_FORECAST_INTERCHANGE_CSV_TOKENIZER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prognos {

struct CsvRecord {
  int line = 0;                    // Where it begins, from 1.
  std::vector<std::string> cells;  // As written, without their quotes.

  // Whether all cells are empty or blank.
  bool IsBlank() const;
};

// Hands out one record at a time, so that a large file is held only once. `text` is UTF-8 and must outlive this.
class CsvTokenizer {
 public:
  // `first_line` is the number of the line where `text` begins.
  CsvTokenizer(absl::string_view text, char delimiter, int first_line = 1)
      : text_(text), delimiter_(delimiter), line_(first_line) {}

  // The line that the next record begins on, and the text from there.
  int line() const { return line_; }
  absl::string_view rest() const { return text_.substr(at_); }

  // Reads the next record into `record`; false at the end of the text. A quote opens only at the start of a cell;
  // within quotes two quotes are one, and delimiters and line ends are text.
  // INVALID_ARGUMENT: kTooLong for a record above kMaxLineBytes, kUnreadable for a quote that is never closed or is
  // followed by text. Nothing can be read after an error.
  absl::StatusOr<bool> Next(CsvRecord& record);

 private:
  absl::Status ReadCell(CsvRecord& record);
  absl::Status ReadQuoted(const CsvRecord& record, std::string& cell);
  bool AtCellEnd() const;
  bool TakeLineEnd();
  absl::Status CheckLength(const CsvRecord& record) const;

  absl::string_view text_;
  char delimiter_;
  size_t at_ = 0;
  size_t record_begin_ = 0;
  int line_;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_CSV_TOKENIZER_H_
