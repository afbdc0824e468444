// CSV as ekonomer and Excel write it, or a sheet of a workbook with the same columns: activity rows or account rows,
// long or wide.
//
// Activity rows (a column verksamhet/serie/activity/series):
//   long   verksamhet;månad;kostnad;intäkt;hushåll     every other column that holds numbers is a volume of that unit
//          verksamhet;månad;slag;belopp[;enhet]        slag: kostnad, intäkt, a unit, or volym with enhet
//   wide   verksamhet;slag;2022-01;2022-02;...         or verksamhet;slag;år;jan;feb;...
//   A column kostnadsslag says of which cost type the money of a row is.
// Account rows (a column konto/account); debit positive as in the ledger:
//   long   konto;dimension;objekt;månad;belopp[;slag]  slag: utfall or budget; dimension and objekt may be left out
//   wide   konto;dimension;objekt;2022-01;2022-02;...
// or with dimensions as columns of their own: konto;kostnadsställe;projekt;månad;belopp (table.h).
// A row with several dimensions joins them: dimension "1;6", objekt "100;P1".
//
// Header names stand in any order, Swedish or English (table.h). Empty cells are absent values, but a row of
// the long form with a month and no value at all is a fault. Rows of sums
// ("Summa", "Totalt", "Summa Barn och unga") are left out with a note, for their money stands in the rows above them
// already, and so are columns of sums, nets and budgets; where a sum is not what its parts make, a note tells both.
// Rows without a name belong to the name above when the table names each activity once, as pivot tables do. Amounts in
// tkr or mkr, as a title, a header, a column enhet or the cell says, are read as kronor, with a note.
#ifndef PROGNOS_FORECAST_INTERCHANGE_CSV_READER_H_
#define PROGNOS_FORECAST_INTERCHANGE_CSV_READER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/csv_ledger.h"
#include "forecast/interchange/table_file.h"

namespace prognos {

// Reads a whole file. INVALID_ARGUMENT with every fault found, each with its place ("line 17: month", of a workbook
// "Utfall!C17"): kMissingValue
// (empty file, no rows, needed columns or cells), kNotAMonth, kNotADate, kNotANumber, kOutOfRange, kWrongFlow,
// kDuplicate (activity rows; account rows of equal key are summed), kInconsistent (month and year column disagree),
// kTooLong, kUnreadable. Never part of a file.
absl::StatusOr<CsvLedger> ReadCsv(const TableFile& file);

// The rows that can be read, and in `faults`, at lines, what cannot: for a caller that checks the rows further and
// tells all faults at once. An error only when the file cannot be read as a table at all. With any fault the rows must
// not be used.
absl::StatusOr<CsvLedger> ReadCsvRows(const TableFile& file, FaultList& faults);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_CSV_READER_H_
