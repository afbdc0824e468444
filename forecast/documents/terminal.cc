#include "forecast/documents/terminal.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/terminal_chart.h"
#include "forecast/documents/text_table.h"
#include "forecast/documents/text_width.h"

namespace prognos::documents {
namespace {

constexpr int kProseWidth = 120;
constexpr int kNoteWidth = 100;

Align AlignOf(const Column& column) {
  return column.kind == ColumnKind::kText || column.kind == ColumnKind::kMonth ? Align::kLeft : Align::kRight;
}

// How wide what stands behind a number's ones is: the decimals with their mark, and a sign of per cent. nullopt of what
// is no single number, or no plain one ("> 99", "\u2013").
std::optional<int> ColumnsBehindOnes(const Value& value, absl::string_view text, Language language) {
  const bool is_number = std::holds_alternative<Amount>(value) || std::holds_alternative<Percent>(value) ||
                         std::holds_alternative<Decimal>(value);
  const size_t first_digit = text.find_first_of("0123456789");
  if (!is_number || first_digit == absl::string_view::npos || text.front() == '>' || text.front() == '<') {
    return std::nullopt;
  }
  const size_t mark = text.rfind(language == Language::kSwedish ? ',' : '.');
  const size_t behind = mark == absl::string_view::npos ? text.find_last_of("0123456789") + 1 : mark;
  return DisplayWidth(text.substr(behind));
}

// Blanks behind the numbers of a column that have fewer decimals than others, so that the marks stand below each other.
void AlignMarks(const Table& table, size_t column, Language language, TextTable& texts) {
  std::vector<std::optional<int>> behind(table.rows.size());
  int most = 0;
  for (size_t r = 0; r < table.rows.size(); ++r) {
    if (column >= texts.rows[r].size()) continue;
    behind[r] = ColumnsBehindOnes(table.rows[r].cells[column].value, texts.rows[r][column].text, language);
    most = std::max(most, behind[r].value_or(0));
  }
  for (size_t r = 0; r < table.rows.size(); ++r) {
    if (behind[r].has_value()) texts.rows[r][column].text.append(static_cast<size_t>(most - *behind[r]), ' ');
  }
}

// The cells as they are read, the first of each row indented by its level, unless it goes on with the row above.
TextTable TextsOf(const Table& table, const TerminalStyle& style) {
  const Language language = style.language;
  TextTable texts;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Column& column = table.columns[c];
    const int drop_order = style.drop_order == nullptr ? 0 : style.drop_order(table, c);
    texts.columns.push_back({column.heading, AlignOf(column), column.may_shrink, drop_order});
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
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (texts.columns[c].align == Align::kRight) AlignMarks(table, c, language, texts);
  }
  return texts;
}

// "Får inte plats: Avvikelse jan–aug, 80 %-intervall." of the columns that a narrow table leaves out.
std::string DroppedText(const Table& table, const std::vector<int>& dropped, Language language) {
  std::vector<std::string> names;
  for (const int column : dropped) {
    std::string name = absl::StrJoin(table.columns[static_cast<size_t>(column)].heading, " ");
    if (!name.empty()) names.push_back(std::move(name));  // A percentage beside what it is of has none.
  }
  const char* what = language == Language::kSwedish ? "Får inte plats: " : "No room for: ";
  return absl::StrCat(what, absl::StrJoin(names, ", "), ".");
}

void AppendWrapped(absl::string_view text, int width, std::string& out) {
  for (const std::string& line : Wrap(text, width)) absl::StrAppend(&out, line, "\n");
}

// Writes one block; the blank line before it is not its matter.
class TerminalBlockWriter {
 public:
  TerminalBlockWriter(const TerminalStyle& style, std::string& out) : style_(style), out_(out) {}

  void operator()(const Heading& heading) { AppendLine(heading.text, ""); }
  void operator()(const Paragraphs& paragraphs) {
    for (const std::string& text : paragraphs.texts) {
      if (paragraphs.is_prose) {
        AppendWrapped(text, WidthOr(kProseWidth), out_);
      } else {
        AppendLine(text, "");
      }
    }
  }
  void operator()(const List& list) {
    for (const std::string& item : list.items) AppendLine(item, "  ");
  }
  void operator()(const Notes& notes) {
    for (const Note& note : notes.notes) AppendWrapped(note.text, WidthOr(kNoteWidth), out_);
  }
  void operator()(const Table& table) { absl::StrAppend(&out_, RenderTerminal(table, style_)); }
  void operator()(const Chart& chart) { Draw(chart); }
  void operator()(const BarChart& chart) { Draw(chart); }
  void operator()(const LineChart& chart) { Draw(chart); }
  void operator()(const FanChart& chart) { Draw(chart); }

 private:
  template <typename AnyChart>
  void Draw(const AnyChart& chart) {
    absl::StrAppend(&out_, DrawChart(chart, {style_.language, style_.max_width, style_.blocks, style_.color}));
    if (!chart.sentence.empty()) AppendWrapped(chart.sentence, WidthOr(kNoteWidth), out_);
  }

  // A line of its own, as it stands where it fits; what goes on is indented further.
  void AppendLine(const std::string& text, const std::string& indent) {
    if (style_.max_width <= 0 || DisplayWidth(text) + DisplayWidth(indent) <= style_.max_width) {
      absl::StrAppend(&out_, indent, text, "\n");
      return;
    }
    bool is_first = true;
    for (const std::string& line : Wrap(text, std::max(1, style_.max_width - DisplayWidth(indent) - 2))) {
      absl::StrAppend(&out_, indent, is_first ? "" : "  ", line, "\n");
      is_first = false;
    }
  }

  int WidthOr(int width) const { return style_.max_width > 0 ? style_.max_width : width; }

  const TerminalStyle& style_;
  std::string& out_;
};

bool IsEmpty(const Block& block, bool charts) {
  if (const Paragraphs* paragraphs = std::get_if<Paragraphs>(&block)) return paragraphs->texts.empty();
  if (const List* list = std::get_if<List>(&block)) return list->items.empty();
  if (const Notes* notes = std::get_if<Notes>(&block)) return notes->notes.empty();
  if (IsChart(block) && !charts) return true;
  if (const Chart* chart = std::get_if<Chart>(&block)) return chart->points.empty();
  if (const BarChart* chart = std::get_if<BarChart>(&block)) return chart->bars.empty();
  if (const LineChart* chart = std::get_if<LineChart>(&block)) return chart->lines.empty();
  if (const FanChart* chart = std::get_if<FanChart>(&block)) return chart->points.empty();
  return false;
}

// Whether a block follows the one before it without a blank line.
bool BelongsTo(const Block& before, const Block& block) {
  if (const Heading* heading = std::get_if<Heading>(&before)) return heading->level > 1;
  return std::holds_alternative<List>(before) && std::holds_alternative<Table>(block);
}

}  // namespace

std::string RenderTerminal(const Table& table, const TerminalStyle& style) {
  const RenderedTable rendered = RenderFitted(TextsOf(table, style), {style.max_width, style.color});
  std::string out = rendered.text;
  if (!rendered.dropped.empty()) {
    AppendWrapped(DroppedText(table, rendered.dropped, style.language), style.max_width, out);
  }
  if (!table.foot.empty()) absl::StrAppend(&out, table.foot, "\n");
  return out;
}

std::string RenderTerminal(const Document& document, const TerminalStyle& style) {
  std::string out;
  TerminalBlockWriter writer(style, out);
  const Block* before = nullptr;
  for (const Block& block : document.blocks) {
    if (IsEmpty(block, style.charts)) continue;
    if (before != nullptr && !BelongsTo(*before, block)) out += "\n";
    std::visit(writer, block);
    before = &block;
  }
  return out;
}

}  // namespace prognos::documents
