// A document in a terminal: columns aligned by what is seen, fitted to its width, deficits in red.
#ifndef PROGNOS_FORECAST_DOCUMENTS_TERMINAL_H_
#define PROGNOS_FORECAST_DOCUMENTS_TERMINAL_H_

#include <string>

#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

struct TerminalStyle {
  Language language = Language::kSwedish;
  int max_width = 0;   // Columns of the terminal; 0: no limit.
  bool color = false;  // Escape codes for alarms.
};

// One line per heading line and row, each ending with '\n', without trailing spaces. Two spaces stand between columns.
// Texts and months stand to the left, all else to the right. A table wider than `max_width` first gets one space
// between columns, then columns that may shrink are cut, the widest first (to no less than 12 columns); what is still
// too wide is left to the terminal.
std::string RenderTerminal(const Table& table, const TerminalStyle& style);

// Blocks with a blank line between them, except that what a heading of level 2 or 3 is about follows it at once, as
// does a table after the list under its heading. Prose and notes are broken into lines of `max_width`, or where there
// is no limit of 120 and 100 columns. Charts are not drawn.
std::string RenderTerminal(const Document& document, const TerminalStyle& style);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_TERMINAL_H_
