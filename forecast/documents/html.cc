#include "forecast/documents/html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/cell_text.h"

namespace prognos::documents {
namespace {

bool StandsLeft(ColumnKind kind) { return kind == ColumnKind::kText || kind == ColumnKind::kMonth; }

// ` class="a b"`; nothing without classes.
std::string ClassAttribute(const std::vector<std::string>& classes) {
  return classes.empty() ? "" : absl::StrCat(" class=\"", absl::StrJoin(classes, " "), "\"");
}

std::string TableHead(const Table& table) {
  std::string cells;
  for (const Column& column : table.columns) {
    std::vector<std::string> lines;
    for (const std::string& line : column.heading) lines.push_back(EscapeHtml(line));
    std::vector<std::string> classes;
    if (!StandsLeft(column.kind)) classes.push_back("number");
    absl::StrAppend(&cells, "<th scope=\"col\"", ClassAttribute(classes), ">", absl::StrJoin(lines, "<br>"), "</th>");
  }
  return absl::StrCat("<thead><tr>", cells, "</tr></thead>\n");
}

// The first cell of a row heads it.
std::string RowHead(const Row& row, const std::string& text) {
  std::vector<std::string> classes;
  if (row.level > 0) classes.push_back(absl::StrCat("level-", std::min(row.level, 6)));
  if (row.goes_on) classes.push_back("again");
  return absl::StrCat("<th scope=\"row\"", ClassAttribute(classes), ">", text, "</th>");
}

std::string CellOf(const Cell& cell, const Column& column, const std::string& text) {
  std::vector<std::string> classes;
  if (!StandsLeft(column.kind)) classes.push_back("number");
  if (cell.alarm) classes.push_back("alarm");
  return absl::StrCat("<td", ClassAttribute(classes), ">", text, "</td>");
}

std::string TableRowOf(const Table& table, const Row& row, Language language) {
  std::string cells;
  for (size_t at = 0; at < table.columns.size(); ++at) {
    const Cell cell = at < row.cells.size() ? row.cells[at] : Cell();
    const std::string text = EscapeHtml(CellText(cell.value, language));
    absl::StrAppend(&cells, at == 0 ? RowHead(row, text) : CellOf(cell, table.columns[at], text));
  }
  std::vector<std::string> classes;
  if (row.is_sum) classes.push_back("sum");
  if (row.is_subtotal) classes.push_back("subtotal");
  return absl::StrCat("<tr", ClassAttribute(classes), ">", cells, "</tr>\n");
}

std::string TableElement(const Table& table, Language language) {
  std::string rows;
  for (const Row& row : table.rows) absl::StrAppend(&rows, TableRowOf(table, row, language));
  const std::string foot =
      table.foot.empty() ? "" : absl::StrCat("<p class=\"foot\">", EscapeHtml(table.foot), "</p>\n");
  return absl::StrCat("<div class=\"table\" tabindex=\"0\"><table data-id=\"", EscapeHtml(table.id), "\">\n",
                      TableHead(table), "<tbody>\n", rows, "</tbody></table></div>\n", foot);
}

// The points of a chart for those who read them.
Table PointTable(const Chart& chart, const HtmlStyle& style) {
  Table table{"chart",
              {{"month", {style.month}, ColumnKind::kMonth},
               {"actual", {style.actual, chart.unit.name}, ColumnKind::kAmount},
               {"expected", {style.expected, chart.unit.name}, ColumnKind::kAmount},
               {"interval", {style.interval, chart.unit.name}, ColumnKind::kInterval},
               {"budget", {style.budget, chart.unit.name}, ColumnKind::kAmount}},
              {}};
  const auto amount = [&](const std::optional<int64_t>& exact) {
    return exact.has_value() ? Cell{RoundedAmount(*exact, chart.unit)} : Cell{};
  };
  for (const ChartPoint& point : chart.points) {
    const bool has_interval = point.low.has_value() && point.high.has_value();
    table.rows.push_back(
        {{{point.month},
          amount(point.actual),
          amount(point.expected),
          has_interval ? Cell{Interval{RoundedAmount(*point.low, chart.unit), RoundedAmount(*point.high, chart.unit)}}
                       : Cell{},
          amount(point.budget)}});
  }
  return table;
}

Table BarTable(const BarChart& chart, const HtmlStyle& style) {
  Table table{
      "chart",
      {{"name", {style.name}, ColumnKind::kText}, {"amount", {style.amount, chart.unit.name}, ColumnKind::kAmount}},
      {}};
  for (const Bar& bar : chart.bars) {
    table.rows.push_back(
        {{{bar.name},
          {RoundedAmount(bar.value, chart.unit, bar.is_total ? Sign::kWhenNegative : Sign::kAlways), bar.alarm}}});
  }
  return table;
}

std::string JsonText(absl::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') out += '\\';
    if (static_cast<unsigned char>(byte) >= 0x20) out += byte;
  }
  return out + "\"";
}

// Writes one block.
class HtmlBlockWriter {
 public:
  HtmlBlockWriter(const HtmlStyle& style, std::string& out) : style_(style), out_(out) {}

  void operator()(const Heading& heading) {
    const int level = std::clamp(style_.heading_level + heading.level - 1, 1, 6);
    absl::StrAppend(&out_, "<h", level, ">", EscapeHtml(heading.text), "</h", level, ">\n");
  }
  void operator()(const Paragraphs& paragraphs) {
    for (const std::string& text : paragraphs.texts) absl::StrAppend(&out_, "<p>", EscapeHtml(text), "</p>\n");
  }
  void operator()(const List& list) {
    if (list.items.empty()) return;
    absl::StrAppend(&out_, "<ul>\n");
    for (const std::string& item : list.items) absl::StrAppend(&out_, "<li>", EscapeHtml(item), "</li>\n");
    absl::StrAppend(&out_, "</ul>\n");
  }
  void operator()(const Notes& notes) {
    for (const Note& note : notes.notes) {
      absl::StrAppend(&out_, "<p class=\"note\">", EscapeHtml(note.text), "</p>\n");
    }
  }
  void operator()(const Table& table) { absl::StrAppend(&out_, TableElement(table, style_.language)); }
  void operator()(const Chart& chart) { Draw(chart.title, ChartJson(chart), PointTable(chart, style_)); }
  void operator()(const BarChart& chart) { Draw(chart.title, ChartJson(chart), BarTable(chart, style_)); }

 private:
  void Draw(const std::string& title, const std::string& json, const Table& table) {
    absl::StrAppend(&out_, "<figure><figcaption>", EscapeHtml(title), "</figcaption>\n",
                    "<div class=\"chart\" data-chart=\"", EscapeHtml(json), "\"></div>\n<details><summary>",
                    EscapeHtml(style_.chart_table), "</summary>\n", TableElement(table, style_.language),
                    "</details></figure>\n");
  }

  const HtmlStyle& style_;
  std::string& out_;
};

}  // namespace

std::string EscapeHtml(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char byte : text) {
    switch (byte) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(byte) >= 0x20 || byte == '\n') out += byte;
    }
  }
  return out;
}

std::string ChartJson(const Chart& chart) {
  std::vector<std::string> points;
  const double per_unit = static_cast<double>(chart.unit.steps);
  for (const ChartPoint& point : chart.points) {
    std::vector<std::string> members = {absl::StrCat("\"month\":\"", point.month.ToString(), "\"")};
    for (const auto& [name, value] :
         {std::pair("actual", point.actual), std::pair("expected", point.expected), std::pair("low", point.low),
          std::pair("high", point.high), std::pair("budget", point.budget)}) {
      if (value.has_value()) {
        members.push_back(absl::StrCat("\"", name, "\":", static_cast<double>(*value) / per_unit));
      }
    }
    points.push_back(absl::StrCat("{", absl::StrJoin(members, ","), "}"));
  }
  return absl::StrCat("{\"kind\":\"months\",\"title\":", JsonText(chart.title), ",\"unit\":", JsonText(chart.unit.name),
                      ",\"decimals\":", chart.unit.decimals, ",\"points\":[", absl::StrJoin(points, ","), "]}");
}

std::string ChartJson(const BarChart& chart) {
  const double per_unit = static_cast<double>(chart.unit.steps);
  std::vector<std::string> bars;
  for (const Bar& bar : chart.bars) {
    bars.push_back(
        absl::StrCat("{\"name\":", JsonText(bar.name), ",\"value\":", static_cast<double>(bar.value) / per_unit,
                     ",\"from\":", static_cast<double>(bar.from) / per_unit,
                     ",\"total\":", bar.is_total ? "true" : "false", ",\"alarm\":", bar.alarm ? "true" : "false", "}"));
  }
  return absl::StrCat("{\"kind\":\"bars\",\"title\":", JsonText(chart.title), ",\"unit\":", JsonText(chart.unit.name),
                      ",\"decimals\":", chart.unit.decimals, ",\"bars\":[", absl::StrJoin(bars, ","), "]}");
}

std::string RenderHtml(const Document& document, const HtmlStyle& style) {
  std::string out;
  HtmlBlockWriter writer(style, out);
  for (const Block& block : document.blocks) std::visit(writer, block);
  return out;
}

}  // namespace prognos::documents
