// The small files an ekonom keeps in Excel: activities, posting rules, budgets. One header line, then one row a line.
//
// Separator (semicolon, tab or comma) by what the header line holds most of; UTF-8 with or without BOM, else Latin-1;
// LF or CRLF; fields in double quotes, doubled inside. Blank lines are skipped. (Ledger files are another matter: they
// are sent to the service as they are.)
#ifndef PROGNOS_CLIENT_DELIMITED_H_
#define PROGNOS_CLIENT_DELIMITED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"

namespace prognos::client {

// One row of a file: its line number (from 1, the header is line 1) and its fields without outer spaces.
struct DelimitedRow {
  int line = 0;
  std::vector<std::string> fields;
};

class DelimitedFile {
 public:
  // INVALID_ARGUMENT with a fault: no header line, a quote that is not closed.
  static absl::StatusOr<DelimitedFile> Parse(absl::string_view bytes);

  const std::vector<DelimitedRow>& rows() const { return rows_; }
  // The header as written.
  const std::vector<std::string>& header() const { return header_; }

  // The column whose name is one of `names` (small letters, '_' between words); -1 when there is none.
  // In the file case does not matter, å, ä, ö count as a, a, o, and ' ' and '-' as '_'.
  int Find(const std::vector<std::string>& names) const;
  // As Find, and adds a fault (kMissingValue, the first of `names`) when there is none.
  int Require(const std::vector<std::string>& names, FaultList& faults) const;
  // The field of a row; empty when `column` is -1 or the row is too short.
  static std::string Field(const DelimitedRow& row, int column);

 private:
  std::vector<std::string> header_;
  std::vector<DelimitedRow> rows_;
};

// "Intäkt" -> "intakt": small letters without å, ä, ö, outer spaces removed. UTF-8 in and out.
std::string Plain(absl::string_view text);

// Reads an amount in kronor as ekonomer write it ("1 234,50", "-1234.5", "1.234,50") as öre. Spaces of any kind are
// thousands marks; of point and comma the last one is the decimal mark when both occur.
// INVALID_ARGUMENT: not a number, more than two decimals, beyond the limits of amounts.
absl::StatusOr<int64_t> ParseKronor(absl::string_view text);

// `rad 17: belopp` in the form that fault texts are written in: "line 17: belopp".
std::string PlaceInFile(int line, absl::string_view column);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_DELIMITED_H_
