// The head of a CSV file: its delimiter and what each column holds.
#ifndef PROGNOS_FORECAST_INTERCHANGE_CSV_TABLE_H_
#define PROGNOS_FORECAST_INTERCHANGE_CSV_TABLE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/month.h"
#include "forecast/interchange/csv_tokenizer.h"

namespace prognos {

enum class Column {
  kUnknown,
  kMonth,          // månad, period, datum, month, date
  kYear,           // år, year
  kActivity,       // verksamhet, serie, activity, series
  kFlow,           // flöde, slag, typ, flow, type
  kUnit,           // enhet, unit
  kAmount,         // belopp, antal, utfall, värde, amount, quantity, actual, value
  kCost,           // kostnad, cost
  kRevenue,        // intäkt, revenue
  kVolume,         // volym, volume
  kAccount,        // konto, account
  kFirstAccount,   // konto från, first account
  kLastAccount,    // konto till, last account
  kDimension,      // dimension
  kObject,         // objekt, object
  kMonthValues,    // Wide form: the month itself (2022-03, mars 2022).
  kCalendarMonth,  // Wide form beside a year column: the name of a month (mars).
  kLeftOut,        // Sums, nets, budgets, comments: known not to be outcomes.
};

// The most columns that a header may have: thirty years of months and then some.
inline constexpr size_t kMaxCsvColumns = 1000;

struct ColumnHeader {
  Column column = Column::kUnknown;
  std::string name;            // As written, trimmed.
  std::optional<Month> month;  // kMonthValues.
  int calendar_month = 0;      // kCalendarMonth: 1-12.
};

// What a header cell says. Case, blanks, '_' and '-' do not matter, nor whether å, ä, ö have their dots.
ColumnHeader RecognizeColumn(absl::string_view cell);

struct CsvTable {
  char delimiter = ';';
  int header_line = 0;
  std::vector<ColumnHeader> columns;
  absl::string_view body;  // What follows the header.
  int body_line = 0;       // The line number where `body` begins.

  // The position of the first column of that kind; nullopt when there is none.
  std::optional<size_t> Find(Column column) const;
  bool Has(Column column) const { return Find(column).has_value(); }
  // The header names found, for messages: `"konto", "belopp"`.
  std::string NamesFound() const;
};

// Finds the header among the first ten records that are not blank (a title may stand above it) and the delimiter,
// ';', tab or ',', with which most of its cells are known; a first line "sep=;" decides it. When no header is known at
// all the first record is taken. `text` is UTF-8 and must outlive the result.
// INVALID_ARGUMENT: kMissing when `text` holds only blanks, kDuplicate for a kind of column that stands twice, kTooLong
// for a header of more than kMaxCsvColumns, and the
// errors of CsvTokenizer.
absl::StatusOr<CsvTable> OpenCsvTable(absl::string_view text);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_CSV_TABLE_H_
