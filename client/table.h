// Tables in a terminal: columns aligned by what is seen, not by bytes.
#ifndef PROGNOS_CLIENT_TABLE_H_
#define PROGNOS_CLIENT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace prognos::client {

// How many columns a UTF-8 text takes: one for each code point, none for combining marks. (Wide East Asian characters
// do not occur in the names of a Swedish municipality and count as one.)
int DisplayWidth(absl::string_view text);

// `text` cut to at most `width` columns, with '…' as its last when something was cut. Leading spaces (the indentation
// of a tree) are kept. `width` >= 1.
std::string Truncate(absl::string_view text, int width);

// `text` broken at spaces into lines of at most `width` columns; a longer word stands alone. No-break spaces stay.
std::vector<std::string> Wrap(absl::string_view text, int width);

enum class Align { kLeft, kRight };

struct Column {
  std::vector<std::string> heading;  // Lines from the top; shorter headings stand on the bottom line. May be empty.
  Align align = Align::kRight;
  bool may_shrink = false;  // Cut with '…' when the table is wider than the terminal.
};

struct Cell {
  std::string text;
  bool alarm = false;  // A deficit: red where colour is allowed.
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // Each with at most as many cells as there are columns.
};

struct TableStyle {
  int max_width = 0;   // Columns of the terminal; 0: no limit.
  bool color = false;  // Escape codes for alarms.
};

// One line per heading line and row, each ending with '\n', without trailing spaces. Two spaces stand between columns.
// A table wider than `max_width` first gets one space between columns, then columns that may shrink are cut, the
// widest first (to no less than 12 columns); what is still too wide is left to the terminal.
std::string Render(const Table& table, const TableStyle& style);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TABLE_H_
