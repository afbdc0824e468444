// Tables for Excel and for programs: one row a line, numbers without thousands marks.
//
// Swedish: ';' between cells and a decimal comma; English: ',' and a point. What is read as a formula is neutralized.
#ifndef PROGNOS_FORECAST_DOCUMENTS_CSV_H_
#define PROGNOS_FORECAST_DOCUMENTS_CSV_H_

#include <string>

#include "absl/strings/string_view.h"
#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

// A cell as it is written to a CSV: quoted where it must be. A text that begins as a formula gets an apostrophe first
// and quotes around it, for Excel would compute it (OWASP, "CSV Injection"); a number, with or without sign, stays as
// it is.
std::string CsvCell(absl::string_view text, char separator);

// A header line of the columns' headings, then the rows. Amounts are as shown, in their unit; per cent with one
// decimal, probabilities as 0-1 with four. Intervals and Counts take a column for each of their parts.
//
// A table with rows that are sums of others, or that may hold some, has two more columns: "niva" ("level": 0 for sums
// and the rows below them, 1 for those below these, ...) and "radtyp" ("row_kind"): "rad", "grupp", "delsumma",
// "summa", "varav" or "netto" ("row", "group", "subtotal", "sum", "of_which", "net"; see RowKind). The rows of kind
// "rad" hold each amount once.
std::string RenderCsv(const Table& table, Language language);

// The tables of a document, with a blank line between them.
std::string RenderCsv(const Document& document, Language language);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_CSV_H_
