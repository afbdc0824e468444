#include "forecast/documents/text_table.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "forecast/documents/text_width.h"

namespace prognos::documents {
namespace {

constexpr char kRed[] = "\033[31m";
constexpr char kPlain[] = "\033[0m";
constexpr int kNarrowestColumn = 12;
constexpr int kReadableColumn = 24;  // Until then names are cut before columns are left out.

std::string Pad(absl::string_view text, int width, Align align) {
  const std::string spaces(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return align == Align::kLeft ? absl::StrCat(text, spaces) : absl::StrCat(spaces, text);
}

size_t HeadingHeight(const TextTable& table) {
  size_t height = 0;
  for (const TextColumn& column : table.columns) height = std::max(height, column.heading.size());
  return height;
}

std::vector<int> NaturalWidths(const TextTable& table) {
  std::vector<int> widths(table.columns.size(), 0);
  for (size_t c = 0; c < widths.size(); ++c) {
    for (const std::string& line : table.columns[c].heading) widths[c] = std::max(widths[c], DisplayWidth(line));
    for (const auto& row : table.rows) {
      if (c < row.size()) widths[c] = std::max(widths[c], DisplayWidth(row[c].text));
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
int WidestThatMayShrink(const TextTable& table, const std::vector<int>& widths, int narrowest) {
  int widest = -1;
  for (size_t c = 0; c < widths.size(); ++c) {
    if (!table.columns[c].may_shrink || widths[c] <= narrowest) continue;
    if (widest < 0 || widths[c] >= widths[static_cast<size_t>(widest)]) widest = static_cast<int>(c);
  }
  return widest;
}

// Cuts what may shrink until the table fits, or nothing may any more. Whether it fits.
bool Shrink(const TextTable& table, int max_width, int narrowest, Layout& layout) {
  for (int excess = TotalWidth(layout.widths, layout.gap) - max_width; excess > 0; --excess) {
    const int widest = WidestThatMayShrink(table, layout.widths, narrowest);
    if (widest < 0) return false;
    --layout.widths[static_cast<size_t>(widest)];
  }
  return true;
}

// As wide as it needs to be, or narrower. Whether it fits.
bool FitToWidth(const TextTable& table, int max_width, int narrowest, Layout& layout) {
  layout = {NaturalWidths(table), 2};
  if (max_width <= 0 || TotalWidth(layout.widths, layout.gap) <= max_width) return true;
  layout.gap = 1;
  return Shrink(table, max_width, narrowest, layout);
}

// The column that goes next; -1: none may.
int NextToDrop(const TextTable& table) {
  int next = -1;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const int order = table.columns[c].drop_order;
    if (order > 0 && (next < 0 || order < table.columns[static_cast<size_t>(next)].drop_order)) {
      next = static_cast<int>(c);
    }
  }
  return next;
}

void Drop(size_t column, TextTable& table) {
  const auto at = static_cast<std::ptrdiff_t>(column);
  table.columns.erase(table.columns.begin() + at);
  for (auto& row : table.rows) {
    if (column < row.size()) row.erase(row.begin() + at);
  }
}

void AppendLine(const std::vector<std::string>& cells, int gap, std::string& out) {
  std::string line;
  for (size_t c = 0; c < cells.size(); ++c) absl::StrAppend(&line, c == 0 ? "" : std::string(gap, ' '), cells[c]);
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, line, "\n");
}

void AppendHeading(const TextTable& table, const Layout& layout, std::string& out) {
  const size_t height = HeadingHeight(table);
  for (size_t line = 0; line < height; ++line) {
    std::vector<std::string> cells;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const TextColumn& column = table.columns[c];
      const size_t blank = height - column.heading.size();
      const std::string text = line < blank ? "" : Truncate(column.heading[line - blank], layout.widths[c]);
      cells.push_back(Pad(text, layout.widths[c], column.align));
    }
    AppendLine(cells, layout.gap, out);
  }
}

std::string RenderCell(const TextCell& cell, int width, Align align, bool color) {
  const std::string padded = Pad(Truncate(cell.text, std::max(width, 1)), width, align);
  return color && cell.alarm ? absl::StrCat(kRed, padded, kPlain) : padded;
}

std::string RenderAs(const TextTable& table, const Layout& layout, bool color) {
  std::string out;
  AppendHeading(table, layout, out);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (size_t c = 0; c < row.size() && c < table.columns.size(); ++c) {
      cells.push_back(RenderCell(row[c], layout.widths[c], table.columns[c].align, color));
    }
    AppendLine(cells, layout.gap, out);
  }
  return out;
}

}  // namespace

RenderedTable RenderFitted(const TextTable& table, const TextTableStyle& style) {
  TextTable fitted = table;
  std::vector<int> kept(table.columns.size());
  std::iota(kept.begin(), kept.end(), 0);
  RenderedTable rendered;
  Layout layout;
  while (!FitToWidth(fitted, style.max_width, kReadableColumn, layout)) {
    const int next = NextToDrop(fitted);
    if (next < 0) {
      FitToWidth(fitted, style.max_width, kNarrowestColumn, layout);
      break;
    }
    rendered.dropped.push_back(kept[static_cast<size_t>(next)]);
    kept.erase(kept.begin() + next);
    Drop(static_cast<size_t>(next), fitted);
  }
  std::sort(rendered.dropped.begin(), rendered.dropped.end());
  rendered.text = RenderAs(fitted, layout, style.color);
  return rendered;
}

std::string Render(const TextTable& table, const TextTableStyle& style) { return RenderFitted(table, style).text; }

}  // namespace prognos::documents
