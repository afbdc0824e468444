#include "forecast/documents/terminal.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/text_width.h"

namespace prognos::documents {
namespace {

constexpr char kRed[] = "\033[31m";
constexpr char kPlain[] = "\033[0m";
constexpr int kNarrowestColumn = 12;
constexpr int kProseWidth = 120;
constexpr int kNoteWidth = 100;

enum class Align { kLeft, kRight };

Align AlignOf(const Column& column) {
  return column.kind == ColumnKind::kText || column.kind == ColumnKind::kMonth ? Align::kLeft : Align::kRight;
}

std::string Pad(absl::string_view text, int width, Align align) {
  const std::string spaces(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return align == Align::kLeft ? absl::StrCat(text, spaces) : absl::StrCat(spaces, text);
}

// The cells of a table as texts, the first of each row indented by its level.
using TextRows = std::vector<std::vector<std::string>>;

TextRows TextsOf(const Table& table, Language language) {
  TextRows rows;
  for (const Row& row : table.rows) {
    std::vector<std::string> texts;
    for (size_t c = 0; c < row.cells.size() && c < table.columns.size(); ++c) {
      const std::string indent(c == 0 ? static_cast<size_t>(2 * row.level) : 0, ' ');
      texts.push_back(absl::StrCat(indent, CellText(row.cells[c].value, language)));
    }
    rows.push_back(std::move(texts));
  }
  return rows;
}

size_t HeadingHeight(const Table& table) {
  size_t height = 0;
  for (const Column& column : table.columns) height = std::max(height, column.heading.size());
  return height;
}

std::vector<int> NaturalWidths(const Table& table, const TextRows& rows) {
  std::vector<int> widths(table.columns.size(), 0);
  for (size_t c = 0; c < widths.size(); ++c) {
    for (const std::string& line : table.columns[c].heading) widths[c] = std::max(widths[c], DisplayWidth(line));
    for (const auto& row : rows) {
      if (c < row.size()) widths[c] = std::max(widths[c], DisplayWidth(row[c]));
    }
  }
  return widths;
}

int TotalWidth(const std::vector<int>& widths, int gap) {
  int total = widths.empty() ? 0 : gap * (static_cast<int>(widths.size()) - 1);
  for (int width : widths) total += width;
  return total;
}

struct Layout {
  std::vector<int> widths;
  int gap = 2;
};

// -1: each is as narrow as it may be. Of equals the last: names stand first.
int WidestThatMayShrink(const Table& table, const std::vector<int>& widths) {
  int widest = -1;
  for (size_t c = 0; c < widths.size(); ++c) {
    if (!table.columns[c].may_shrink || widths[c] <= kNarrowestColumn) continue;
    if (widest < 0 || widths[c] >= widths[static_cast<size_t>(widest)]) widest = static_cast<int>(c);
  }
  return widest;
}

Layout FitToWidth(const Table& table, const TextRows& rows, int max_width) {
  Layout layout{NaturalWidths(table, rows), 2};
  if (max_width <= 0 || TotalWidth(layout.widths, layout.gap) <= max_width) return layout;
  layout.gap = 1;
  for (int excess = TotalWidth(layout.widths, layout.gap) - max_width; excess > 0; --excess) {
    const int widest = WidestThatMayShrink(table, layout.widths);
    if (widest < 0) break;
    --layout.widths[static_cast<size_t>(widest)];
  }
  return layout;
}

void AppendLine(const std::vector<std::string>& cells, int gap, std::string& out) {
  std::string line;
  for (size_t c = 0; c < cells.size(); ++c) absl::StrAppend(&line, c == 0 ? "" : std::string(gap, ' '), cells[c]);
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, line, "\n");
}

void AppendHeading(const Table& table, const Layout& layout, std::string& out) {
  const size_t height = HeadingHeight(table);
  for (size_t line = 0; line < height; ++line) {
    std::vector<std::string> cells;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const Column& column = table.columns[c];
      const size_t blank = height - column.heading.size();
      const std::string text = line < blank ? "" : Truncate(column.heading[line - blank], layout.widths[c]);
      cells.push_back(Pad(text, layout.widths[c], AlignOf(column)));
    }
    AppendLine(cells, layout.gap, out);
  }
}

std::string RenderCell(const std::string& text, bool alarm, int width, Align align) {
  const std::string padded = Pad(Truncate(text, std::max(width, 1)), width, align);
  return alarm ? absl::StrCat(kRed, padded, kPlain) : padded;
}

void AppendWrapped(absl::string_view text, int width, std::string& out) {
  for (const std::string& line : Wrap(text, width)) absl::StrAppend(&out, line, "\n");
}

// Writes one block; the blank line before it is not its matter.
class BlockWriter {
 public:
  BlockWriter(const TerminalStyle& style, std::string& out) : style_(style), out_(out) {}

  void operator()(const Heading& heading) { absl::StrAppend(&out_, heading.text, "\n"); }
  void operator()(const Paragraphs& paragraphs) {
    for (const std::string& text : paragraphs.texts) {
      if (paragraphs.is_prose) {
        AppendWrapped(text, WidthOr(kProseWidth), out_);
      } else {
        absl::StrAppend(&out_, text, "\n");
      }
    }
  }
  void operator()(const List& list) {
    for (const std::string& item : list.items) absl::StrAppend(&out_, "  ", item, "\n");
  }
  void operator()(const Notes& notes) {
    for (const Note& note : notes.notes) AppendWrapped(note.text, WidthOr(kNoteWidth), out_);
  }
  void operator()(const Table& table) { absl::StrAppend(&out_, RenderTerminal(table, style_)); }
  void operator()(const Chart&) {}

 private:
  int WidthOr(int width) const { return style_.max_width > 0 ? style_.max_width : width; }

  const TerminalStyle& style_;
  std::string& out_;
};

bool IsEmpty(const Block& block) {
  if (const Paragraphs* paragraphs = std::get_if<Paragraphs>(&block)) return paragraphs->texts.empty();
  if (const List* list = std::get_if<List>(&block)) return list->items.empty();
  if (const Notes* notes = std::get_if<Notes>(&block)) return notes->notes.empty();
  return std::holds_alternative<Chart>(block);
}

// Whether a block follows the one before it without a blank line.
bool BelongsTo(const Block& before, const Block& block) {
  if (const Heading* heading = std::get_if<Heading>(&before)) return heading->level > 1;
  return std::holds_alternative<List>(before) && std::holds_alternative<Table>(block);
}

}  // namespace

std::string RenderTerminal(const Table& table, const TerminalStyle& style) {
  const TextRows rows = TextsOf(table, style.language);
  const Layout layout = FitToWidth(table, rows, style.max_width);
  std::string out;
  AppendHeading(table, layout, out);
  for (size_t r = 0; r < rows.size(); ++r) {
    std::vector<std::string> cells;
    for (size_t c = 0; c < rows[r].size(); ++c) {
      const bool alarm = style.color && table.rows[r].cells[c].alarm;
      cells.push_back(RenderCell(rows[r][c], alarm, layout.widths[c], AlignOf(table.columns[c])));
    }
    AppendLine(cells, layout.gap, out);
  }
  return out;
}

std::string RenderTerminal(const Document& document, const TerminalStyle& style) {
  std::string out;
  BlockWriter writer(style, out);
  const Block* before = nullptr;
  for (const Block& block : document.blocks) {
    if (IsEmpty(block)) continue;
    if (before != nullptr && !BelongsTo(*before, block)) out += "\n";
    std::visit(writer, block);
    before = &block;
  }
  return out;
}

}  // namespace prognos::documents
