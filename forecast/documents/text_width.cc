#include "forecast/documents/text_width.h"

#include <utf8proc.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace prognos::documents {
namespace {

// The code point at the begin of a text that is not empty: its bytes and its columns.
struct Glyph {
  size_t bytes = 1;
  int columns = 1;
};

Glyph FirstGlyph(absl::string_view text) {
  utf8proc_int32_t code = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const utf8proc_ssize_t length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (length <= 0) return {};
  return {static_cast<size_t>(length), utf8proc_charwidth(code)};
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Glyph glyph = FirstGlyph(text);
    width += glyph.columns;
    text.remove_prefix(glyph.bytes);
  }
  return width;
}

std::string Truncate(absl::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  size_t end = 0;
  int seen = 0;
  while (end < text.size()) {
    const Glyph glyph = FirstGlyph(text.substr(end));
    if (seen + glyph.columns > width - 1) break;  // The last column is for the mark.
    seen += glyph.columns;
    end += glyph.bytes;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

std::vector<std::string> Wrap(absl::string_view text, int width) {
  std::vector<std::string> lines;
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (lines.empty() || DisplayWidth(lines.back()) + 1 + DisplayWidth(word) > width) {
      lines.emplace_back(word);
    } else {
      absl::StrAppend(&lines.back(), " ", word);
    }
  }
  return lines;
}

}  // namespace prognos::documents
