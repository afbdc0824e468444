// The small files an ekonom keeps in Excel: activities, posting rules, budgets. One header line, then one row a line.
//
// Separator (semicolon, tab or comma) by what the header line holds most of, unless a first line "sep=;" says it;
// encodings as forecast/interchange/text_encoding.h, quotes and line ends as csv_tokenizer.h, so that these files may
// be written as freely as the ledger files, which are sent to the service as they are. Blank lines are skipped.
#ifndef PROGNOS_CLIENT_DELIMITED_H_
#define PROGNOS_CLIENT_DELIMITED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {

// One row of a file: its line number (from 1, the header is line 1) and its fields without outer spaces, and without
// the apostrophe that CsvCell puts first.
struct DelimitedRow {
  int line = 0;
  std::vector<std::string> fields;
};

class DelimitedFile {
 public:
  // INVALID_ARGUMENT with a fault: no header line, and the errors of DecodeText and CsvTokenizer.
  static absl::StatusOr<DelimitedFile> Parse(absl::string_view bytes);

  const std::vector<DelimitedRow>& rows() const { return rows_; }
  // The header as written.
  const std::vector<std::string>& header() const { return header_; }

  // The column whose FoldedName is one of `names` ("konto-fran"); -1 when there is none.
  int Find(const std::vector<std::string>& names) const;
  // As Find, and adds a fault (kMissingValue, the first of `names`) when there is none.
  int Require(const std::vector<std::string>& names, FaultList& faults) const;
  // The field of a row; empty when `column` is -1 or the row is too short.
  static std::string Field(const DelimitedRow& row, int column);

 private:
  std::vector<std::string> header_;
  std::vector<DelimitedRow> rows_;
};

// Reads an amount in kronor as ekonomer write it ("1 234,50", "-1234.5", "1.234,50") as öre. `style` holds what other
// amounts of the file have shown; "1.234" needs that. Errors as ParseNumberCell.
absl::StatusOr<int64_t> ParseKronor(absl::string_view text, NumberStyle style = {});

// A cell as it is written to a CSV: quoted where it must be. A text that begins with '=', '+', '-', '@', tab or CR gets
// an apostrophe first and quotes around it, for Excel would compute it (OWASP, "CSV Injection"); a number, with or
// without sign, stays as it is. DelimitedFile takes the apostrophe away again.
std::string CsvCell(absl::string_view text, char separator);

// `rad 17: belopp` in the form that fault texts are written in: "line 17: belopp".
std::string PlaceInFile(int line, absl::string_view column);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_DELIMITED_H_
