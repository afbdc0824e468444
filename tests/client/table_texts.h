// What people read of a row, and programs of a table.
#ifndef PROGNOS_TESTS_CLIENT_TABLE_TEXTS_H_
#define PROGNOS_TESTS_CLIENT_TABLE_TEXTS_H_

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/csv.h"
#include "forecast/documents/document.h"

namespace prognos::client {

inline std::vector<std::string> ShownTexts(const documents::Row& row) {
  std::vector<std::string> texts;
  for (const documents::Cell& cell : row.cells) texts.push_back(documents::CellText(cell.value, Language::kSwedish));
  return texts;
}

// The lines of the Swedish CSV, the header first; no field may hold a separator.
inline std::vector<std::vector<std::string>> CsvFields(const documents::Table& table) {
  std::vector<std::vector<std::string>> lines;
  const std::string csv = documents::RenderCsv(table, Language::kSwedish);
  for (const absl::string_view line : absl::StrSplit(csv, '\n', absl::SkipEmpty())) {
    lines.push_back(absl::StrSplit(line, ';'));
  }
  return lines;
}

}  // namespace prognos::client

#endif  // PROGNOS_TESTS_CLIENT_TABLE_TEXTS_H_
