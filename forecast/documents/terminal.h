// A document in a terminal: columns aligned by what is seen, fitted to its width, deficits in red.
#ifndef PROGNOS_FORECAST_DOCUMENTS_TERMINAL_H_
#define PROGNOS_FORECAST_DOCUMENTS_TERMINAL_H_

#include <cstddef>
#include <string>

#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

// In which order the columns of a table are left out where there is too little room: 1 first, then 2, ...; 0 stays.
using DropOrder = int (*)(const Table& table, size_t column);

struct TerminalStyle {
  Language language = Language::kSwedish;
  int max_width = 0;               // Columns of the terminal; 0: no limit.
  bool color = false;              // Escape codes for alarms.
  DropOrder drop_order = nullptr;  // Absent: every column stays.
  bool charts = false;             // Charts are drawn (terminal_chart.h).
  bool blocks = true;              // By blocks and lines; false: in ASCII.
};

// One line per heading line and row, each ending with '\n', without trailing spaces. Two spaces stand between columns.
// Texts and months stand to the left, all else to the right; numbers of a column stand with their decimal marks below
// each other. A table wider than `max_width` is fitted as text_table.h says; a line under it names the columns that
// were left out. What is still too wide is left to the terminal.
std::string RenderTerminal(const Table& table, const TerminalStyle& style);

// Blocks with a blank line between them, except that what a heading of level 2 or 3 is about follows it at once, as
// does a table after the list under its heading. Prose and notes are broken into lines of `max_width`, or where there
// is no limit of 120 and 100 columns; headings and other lines only where they are wider than `max_width`.
std::string RenderTerminal(const Document& document, const TerminalStyle& style);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_TERMINAL_H_
