// Documents as a workbook of Excel.
//
// Each table is a native table on a sheet of its own below a frozen header, its texts stand under it. A cell holds the
// exact value, a number format shows it in the table's unit: kronor, seen in tkr. So sums are exact, too, and two rows
// may be seen to differ by one from their sum where a page would have rounded them together. A row whose children add
// up to it exactly holds the formula that says so, with its value beside it; levels are the outline of the sheet.
// Charts are native ones, on cells of a last sheet. No text becomes a formula.
#ifndef PROGNOS_FORECAST_DOCUMENTS_XLSX_H_
#define PROGNOS_FORECAST_DOCUMENTS_XLSX_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

struct XlsxSheet {
  // What it is called; made short, unique and free of what sheets may not be called. A document of several tables
  // makes as many sheets, "Name", "Name 2", ...
  std::string name;
  Document document;
  bool is_data = false;  // A long table to look things up in: rows can be filtered.
};

struct XlsxBook {
  std::string title;
  std::string company;
  absl::Time created;             // As the file says; the same book gives the same bytes.
  std::vector<XlsxSheet> sheets;  // At least one.
};

struct XlsxStyle {
  Language language = Language::kSwedish;
  std::string chart_data = "Diagramdata";  // The sheet that charts are drawn of, and its columns.
  std::string month = "Månad";
  std::string actual = "Utfall";
  std::string expected = "Prognos";
  std::string low = "80 % från";
  std::string high = "80 % till";
  std::string budget = "Budget";
  std::string median = "Median";
  std::string name = "Verksamhet";
  std::string amount = "Belopp";
  std::string from = "från";  // The ends of intervals.
  std::string to = "till";
};

// The bytes of the workbook. INTERNAL when they cannot be written, which goes by way of the folder for temporary files.
absl::StatusOr<std::string> RenderXlsx(const XlsxBook& book, const XlsxStyle& style);

// Names that sheets can have, in the order of `wanted`: at most 31 characters, without []:*?/\ and apostrophes at the
// ends, not "History", and none like another but for case.
std::vector<std::string> SheetNames(const std::vector<std::string>& wanted);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_XLSX_H_
