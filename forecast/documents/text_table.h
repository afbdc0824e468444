// Texts in rows and columns, laid out for a terminal: aligned by what is seen, not by bytes, and fitted to its width.
#ifndef PROGNOS_FORECAST_DOCUMENTS_TEXT_TABLE_H_
#define PROGNOS_FORECAST_DOCUMENTS_TEXT_TABLE_H_

#include <string>
#include <vector>

namespace prognos::documents {

enum class Align { kLeft, kRight };

struct TextColumn {
  std::vector<std::string> heading;  // Lines from the top; shorter headings stand on the bottom line. May be empty.
  Align align = Align::kRight;
  bool may_shrink = false;  // Cut with '…' when the table is wider than the terminal.
  int drop_order = 0;       // Left out when it is wider still: 1 first, then 2, ...; 0: never.
};

struct TextCell {
  std::string text;
  bool alarm = false;  // A deficit: red where colour is allowed.
};

struct TextTable {
  std::vector<TextColumn> columns;
  std::vector<std::vector<TextCell>> rows;  // Each with at most as many cells as there are columns.
};

struct TextTableStyle {
  int max_width = 0;   // Columns of the terminal; 0: no limit.
  bool color = false;  // Escape codes for alarms.
};

// A table as it is printed.
struct RenderedTable {
  std::string text;          // One line per heading line and row, each ending with '\n', without trailing spaces.
  std::vector<int> dropped;  // The columns that were left out, rising.
};

// Two spaces stand between columns. A table wider than `max_width` first gets one space between columns; then columns
// that may shrink are cut, the widest first, to no less than 24; then columns are left out in their order; then those
// that may shrink are cut further, to no less than 12. What is still too wide is left to the terminal.
RenderedTable RenderFitted(const TextTable& table, const TextTableStyle& style);

// The same, of a table that leaves nothing out.
std::string Render(const TextTable& table, const TextTableStyle& style);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_TEXT_TABLE_H_
