#include "forecast/documents/html.h"

#include <algorithm>
#include <map>
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

// A row a month, a column a line.
Table LineTable(const LineChart& chart, const HtmlStyle& style) {
  Table table{"chart", {{"month", {style.month}, ColumnKind::kMonth}}, {}};
  std::map<Month, std::vector<Cell>> cells;
  for (size_t at = 0; at < chart.lines.size(); ++at) {
    const ChartLine& line = chart.lines[at];
    table.columns.push_back({absl::StrCat("line-", at), {line.name, chart.unit.name}, ColumnKind::kAmount});
    Month month = line.first;
    for (const int64_t value : line.values) {
      cells[month].resize(chart.lines.size());
      cells[month][at] = {RoundedAmount(value, chart.unit)};
      month = month + 1;
    }
  }
  for (auto& [month, amounts] : cells) {
    amounts.insert(amounts.begin(), Cell{month});
    table.rows.push_back({std::move(amounts)});
  }
  return table;
}

Table FanTable(const FanChart& chart, const HtmlStyle& style) {
  const std::string& unit = chart.unit.name;
  Table table{"chart",
              {{"month", {style.month}, ColumnKind::kMonth},
               {"known", {style.known, unit}, ColumnKind::kAmount},
               {"median", {style.median, unit}, ColumnKind::kAmount},
               {"interval_50", {style.interval_50, unit}, ColumnKind::kInterval},
               {"interval_80", {style.interval, unit}, ColumnKind::kInterval},
               {"interval_95", {style.interval_95, unit}, ColumnKind::kInterval},
               {"budget", {style.budget, unit}, ColumnKind::kAmount}},
              {}};
  const auto interval = [&](int64_t low, int64_t high) {
    return Cell{Interval{RoundedAmount(low, chart.unit), RoundedAmount(high, chart.unit)}};
  };
  for (const FanPoint& point : chart.points) {
    Row row{{{point.month}, {}, {}, {}, {}, {}, {}}};
    if (point.known.has_value()) row.cells[1] = {RoundedAmount(*point.known, chart.unit)};
    if (point.fan.has_value()) {
      row.cells[2] = {RoundedAmount(point.fan->median, chart.unit)};
      row.cells[3] = interval(point.fan->low_50, point.fan->high_50);
      row.cells[4] = interval(point.fan->low_80, point.fan->high_80);
      row.cells[5] = interval(point.fan->low_95, point.fan->high_95);
    }
    if (point.budget.has_value()) row.cells[6] = {RoundedAmount(*point.budget, chart.unit)};
    table.rows.push_back(std::move(row));
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

double InUnits(int64_t steps, const ShownUnit& unit) {
  return static_cast<double>(steps) / static_cast<double>(unit.steps);
}

// A month of a chart and what it has.
class PointWriter {
 public:
  PointWriter(Month month, const ShownUnit& unit)
      : unit_(unit), members_({absl::StrCat("\"month\":\"", month.ToString(), "\"")}) {}

  void Add(const char* name, const std::optional<int64_t>& value) {
    if (value.has_value()) members_.push_back(absl::StrCat("\"", name, "\":", InUnits(*value, unit_)));
  }
  std::string Json() const { return absl::StrCat("{", absl::StrJoin(members_, ","), "}"); }

 private:
  const ShownUnit& unit_;
  std::vector<std::string> members_;
};

// What every chart has, and what it draws.
template <typename AnyChart>
std::string ChartObject(const char* kind, const AnyChart& chart, const char* drawn,
                        const std::vector<std::string>& objects) {
  return absl::StrCat("{\"kind\":\"", kind, "\",\"title\":", JsonText(chart.title),
                      ",\"unit\":", JsonText(chart.unit.name), ",\"decimals\":", chart.unit.decimals, ",\"", drawn,
                      "\":[", absl::StrJoin(objects, ","), "]}");
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
  void operator()(const Chart& chart) { Draw(chart, PointTable(chart, style_)); }
  void operator()(const BarChart& chart) { Draw(chart, BarTable(chart, style_)); }
  void operator()(const LineChart& chart) { Draw(chart, LineTable(chart, style_)); }
  void operator()(const FanChart& chart) { Draw(chart, FanTable(chart, style_)); }

 private:
  template <typename AnyChart>
  void Draw(const AnyChart& chart, const Table& table) {
    const std::string sentence =
        chart.sentence.empty() ? "" : absl::StrCat("<p class=\"see\">", EscapeHtml(chart.sentence), "</p>\n");
    absl::StrAppend(&out_, "<figure><figcaption>", EscapeHtml(chart.title), "</figcaption>\n", sentence,
                    "<div class=\"chart\" data-chart=\"", EscapeHtml(ChartJson(chart)), "\"></div>\n<details><summary>",
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
  for (const ChartPoint& point : chart.points) {
    PointWriter writer(point.month, chart.unit);
    writer.Add("actual", point.actual);
    writer.Add("expected", point.expected);
    writer.Add("low", point.low);
    writer.Add("high", point.high);
    writer.Add("budget", point.budget);
    points.push_back(writer.Json());
  }
  return ChartObject("months", chart, "points", points);
}

std::string ChartJson(const BarChart& chart) {
  std::vector<std::string> bars;
  for (const Bar& bar : chart.bars) {
    bars.push_back(absl::StrCat("{\"name\":", JsonText(bar.name), ",\"value\":", InUnits(bar.value, chart.unit),
                                ",\"from\":", InUnits(bar.from, chart.unit), ",\"total\":",
                                bar.is_total ? "true" : "false", ",\"alarm\":", bar.alarm ? "true" : "false", "}"));
  }
  return ChartObject("bars", chart, "bars", bars);
}

std::string ChartJson(const LineChart& chart) {
  std::vector<std::string> lines;
  for (const ChartLine& line : chart.lines) {
    std::vector<std::string> points;
    Month month = line.first;
    for (const int64_t value : line.values) {
      points.push_back(
          absl::StrCat("{\"month\":\"", month.ToString(), "\",\"value\":", InUnits(value, chart.unit), "}"));
      month = month + 1;
    }
    lines.push_back(absl::StrCat("{\"name\":", JsonText(line.name), ",\"points\":[", absl::StrJoin(points, ","), "]}"));
  }
  return ChartObject("lines", chart, "lines", lines);
}

std::string ChartJson(const FanChart& chart) {
  std::vector<std::string> points;
  for (const FanPoint& point : chart.points) {
    PointWriter writer(point.month, chart.unit);
    writer.Add("known", point.known);
    if (point.fan.has_value()) {
      writer.Add("median", point.fan->median);
      writer.Add("low50", point.fan->low_50);
      writer.Add("high50", point.fan->high_50);
      writer.Add("low80", point.fan->low_80);
      writer.Add("high80", point.fan->high_80);
      writer.Add("low95", point.fan->low_95);
      writer.Add("high95", point.fan->high_95);
    }
    writer.Add("budget", point.budget);
    points.push_back(writer.Json());
  }
  return ChartObject("fan", chart, "points", points);
}

std::string RenderHtml(const Document& document, const HtmlStyle& style) {
  std::string out;
  HtmlBlockWriter writer(style, out);
  for (const Block& block : document.blocks) std::visit(writer, block);
  return out;
}

}  // namespace prognos::documents
