#include "forecast/documents/terminal.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/text_table.h"
#include "forecast/documents/text_width.h"

namespace prognos::documents {
namespace {

constexpr int kProseWidth = 120;
constexpr int kNoteWidth = 100;

Align AlignOf(const Column& column) {
  return column.kind == ColumnKind::kText || column.kind == ColumnKind::kMonth ? Align::kLeft : Align::kRight;
}

// The cells as they are read, the first of each row indented by its level, unless it goes on with the row above.
TextTable TextsOf(const Table& table, Language language) {
  TextTable texts;
  for (const Column& column : table.columns) {
    texts.columns.push_back({column.heading, AlignOf(column), column.may_shrink});
  }
  for (const Row& row : table.rows) {
    std::vector<TextCell> cells;
    for (size_t c = 0; c < row.cells.size() && c < table.columns.size(); ++c) {
      if (c == 0 && row.goes_on) {
        cells.push_back({""});
        continue;
      }
      const std::string indent(c == 0 ? static_cast<size_t>(2 * row.level) : 0, ' ');
      cells.push_back({absl::StrCat(indent, CellText(row.cells[c].value, language)), row.cells[c].alarm});
    }
    texts.rows.push_back(std::move(cells));
  }
  return texts;
}

void AppendWrapped(absl::string_view text, int width, std::string& out) {
  for (const std::string& line : Wrap(text, width)) absl::StrAppend(&out, line, "\n");
}

// Writes one block; the blank line before it is not its matter.
class TerminalBlockWriter {
 public:
  TerminalBlockWriter(const TerminalStyle& style, std::string& out) : style_(style), out_(out) {}

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
  void operator()(const BarChart&) {}
  void operator()(const LineChart&) {}
  void operator()(const FanChart&) {}

 private:
  int WidthOr(int width) const { return style_.max_width > 0 ? style_.max_width : width; }

  const TerminalStyle& style_;
  std::string& out_;
};

bool IsEmpty(const Block& block) {
  if (const Paragraphs* paragraphs = std::get_if<Paragraphs>(&block)) return paragraphs->texts.empty();
  if (const List* list = std::get_if<List>(&block)) return list->items.empty();
  if (const Notes* notes = std::get_if<Notes>(&block)) return notes->notes.empty();
  return std::holds_alternative<Chart>(block) || std::holds_alternative<BarChart>(block) ||
         std::holds_alternative<LineChart>(block) || std::holds_alternative<FanChart>(block);
}

// Whether a block follows the one before it without a blank line.
bool BelongsTo(const Block& before, const Block& block) {
  if (const Heading* heading = std::get_if<Heading>(&before)) return heading->level > 1;
  return std::holds_alternative<List>(before) && std::holds_alternative<Table>(block);
}

}  // namespace

std::string RenderTerminal(const Table& table, const TerminalStyle& style) {
  std::string out = Render(TextsOf(table, style.language), {style.max_width, style.color});
  if (!table.foot.empty()) absl::StrAppend(&out, table.foot, "\n");
  return out;
}

std::string RenderTerminal(const Document& document, const TerminalStyle& style) {
  std::string out;
  TerminalBlockWriter writer(style, out);
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
