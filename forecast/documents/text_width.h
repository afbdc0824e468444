// Texts in columns of letters: what is seen counts, not bytes.
#ifndef PROGNOS_FORECAST_DOCUMENTS_TEXT_WIDTH_H_
#define PROGNOS_FORECAST_DOCUMENTS_TEXT_WIDTH_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace prognos::documents {

// How many columns a UTF-8 text takes in a terminal: wide characters (East Asian ones, most emoji) two, combining marks
// and controls none (Unicode Standard Annex #11, as utf8proc has it). A byte that is no UTF-8 counts as one.
int DisplayWidth(absl::string_view text);

// `text` cut to at most `width` columns, with '…' as its last when something was cut. Leading spaces (the indentation
// of a tree) are kept. `width` >= 1.
std::string Truncate(absl::string_view text, int width);

// `text` broken at spaces into lines of at most `width` columns; a longer word stands alone. No-break spaces stay.
std::vector<std::string> Wrap(absl::string_view text, int width);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_TEXT_WIDTH_H_
