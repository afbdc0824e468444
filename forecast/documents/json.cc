#include "forecast/documents/json.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/documents/json_text.h"

namespace prognos::documents {
namespace {

using Members = std::vector<std::pair<std::string, std::string>>;

std::string Object(const Members& members) {
  return absl::StrCat("{",
                      absl::StrJoin(members, ", ",
                                    [](std::string* out, const auto& member) {
                                      absl::StrAppend(out, JsonString(member.first), ": ", member.second);
                                    }),
                      "}");
}

std::string Array(const std::vector<std::string>& values) {
  return absl::StrCat("[", absl::StrJoin(values, ", "), "]");
}

// One value a line, for those who look.
std::string LongArray(const std::vector<std::string>& values) {
  if (values.empty()) return "[]";
  return absl::StrCat("[\n", absl::StrJoin(values, ",\n"), "\n]");
}

std::string Texts(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(JsonString(text));
  return Array(quoted);
}

// Writes what a cell holds.
struct ValueWriter {
  std::string operator()(const Blank&) const { return "null"; }
  std::string operator()(const NoValue&) const { return "null"; }
  std::string operator()(const std::string& text) const { return JsonString(text); }
  std::string operator()(const Amount& amount) const {
    const bool is_money = amount.unit.kind == ShownUnit::Kind::kMoney;
    return Object({{"value", FormatMachine(amount.shown, ShownPerUnit(amount.unit), Language::kEnglish)},
                   {"unit", JsonString(amount.unit.name)},
                   {is_money ? "ore" : "thousandths", absl::StrCat(amount.exact)}});
  }
  std::string operator()(const Interval& interval) const {
    return Object({{"low", (*this)(interval.low)}, {"high", (*this)(interval.high)}});
  }
  std::string operator()(const Count& count) const { return absl::StrCat(count.value); }
  std::string operator()(const CountOf& count) const {
    return Object({{"count", absl::StrCat(count.value)}, {"of", absl::StrCat(count.of)}});
  }
  std::string operator()(const Counts& counts) const {
    return absl::StrCat("[", absl::StrJoin(counts.values, ", "), "]");
  }
  std::string operator()(const Percent& percent) const { return JsonNumber(percent.value); }
  std::string operator()(const Probability& probability) const { return JsonNumber(probability.value); }
  std::string operator()(const Decimal& number) const { return JsonNumber(number.value); }
  std::string operator()(const Month& month) const { return JsonString(month.ToString()); }
  std::string operator()(const MonthSpan& span) const {
    return Object({{"first", (*this)(span.first)}, {"last", (*this)(span.last)}});
  }
};

const char* KindName(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kText:
      return "text";
    case ColumnKind::kMonth:
      return "month";
    case ColumnKind::kAmount:
      return "amount";
    case ColumnKind::kInterval:
      return "interval";
    case ColumnKind::kCount:
      return "count";
    case ColumnKind::kPercent:
      return "percent";
    case ColumnKind::kProbability:
      return "probability";
    case ColumnKind::kNumber:
      return "number";
  }
  return "";
}

std::string ColumnObject(const Column& column) {
  Members members = {{"id", JsonString(column.id)},
                     {"heading", JsonString(absl::StrJoin(column.heading, " "))},
                     {"kind", JsonString(KindName(column.kind))}};
  if (!column.unit.empty()) members.push_back({"unit", JsonString(column.unit)});
  if (!column.parts.empty()) members.push_back({"parts", Texts(column.parts)});
  return Object(members);
}

std::string RowObject(const Table& table, const Row& row) {
  Members cells;
  std::vector<std::string> alarms;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const Cell cell = c < row.cells.size() ? row.cells[c] : Cell();
    cells.push_back({table.columns[c].id, std::visit(ValueWriter(), cell.value)});
    if (cell.alarm) alarms.push_back(table.columns[c].id);
  }
  Members members = {{"level", absl::StrCat(row.level)}, {"sum", row.is_sum ? "true" : "false"}};
  if (row.is_subtotal) members.push_back({"subtotal", "true"});
  if (!row.notes.empty()) members.push_back({"notes", absl::StrCat("[", absl::StrJoin(row.notes, ", "), "]")});
  if (!alarms.empty()) members.push_back({"alarms", Texts(alarms)});
  members.push_back({"cells", Object(cells)});
  return Object(members);
}

std::string PointObject(const ChartPoint& point) {
  Members members = {{"month", JsonString(point.month.ToString())}};
  const auto add = [&](const char* name, const std::optional<int64_t>& value) {
    if (value.has_value()) members.push_back({name, absl::StrCat(*value)});
  };
  add("actual", point.actual);
  add("expected", point.expected);
  add("low", point.low);
  add("high", point.high);
  add("budget", point.budget);
  return Object(members);
}

std::string FanPointObject(const FanPoint& point) {
  Members members = {{"month", JsonString(point.month.ToString())}};
  const auto add = [&](const char* name, int64_t value) { members.push_back({name, absl::StrCat(value)}); };
  if (point.known.has_value()) add("known", *point.known);
  if (point.fan.has_value()) {
    add("median", point.fan->median);
    add("low_50", point.fan->low_50);
    add("high_50", point.fan->high_50);
    add("low_80", point.fan->low_80);
    add("high_80", point.fan->high_80);
    add("low_95", point.fan->low_95);
    add("high_95", point.fan->high_95);
  }
  if (point.budget.has_value()) add("budget", *point.budget);
  return Object(members);
}

struct JsonBlockWriter {
  std::string operator()(const Heading& heading) const {
    return Object(
        {{"type", "\"heading\""}, {"level", absl::StrCat(heading.level)}, {"text", JsonString(heading.text)}});
  }
  std::string operator()(const Paragraphs& paragraphs) const {
    return Object({{"type", "\"paragraphs\""}, {"texts", Texts(paragraphs.texts)}});
  }
  std::string operator()(const List& list) const {
    return Object({{"type", "\"list\""}, {"texts", Texts(list.items)}});
  }
  std::string operator()(const Notes& notes) const {
    std::vector<std::string> objects;
    for (const Note& note : notes.notes) {
      objects.push_back(Object({{"number", absl::StrCat(note.number)}, {"text", JsonString(note.text)}}));
    }
    return Object({{"type", "\"notes\""}, {"notes", LongArray(objects)}});
  }
  std::string operator()(const Table& table) const {
    std::vector<std::string> columns;
    for (const Column& column : table.columns) columns.push_back(ColumnObject(column));
    std::vector<std::string> rows;
    for (const Row& row : table.rows) rows.push_back(RowObject(table, row));
    Members members = {{"type", "\"table\""},
                       {"id", JsonString(table.id)},
                       {"columns", LongArray(columns)},
                       {"rows", LongArray(rows)}};
    if (!table.foot.empty()) members.push_back({"foot", JsonString(table.foot)});
    return Object(members);
  }
  std::string operator()(const Chart& chart) const {
    std::vector<std::string> points;
    for (const ChartPoint& point : chart.points) points.push_back(PointObject(point));
    return ChartObject("chart", chart, {"points", LongArray(points)});
  }
  std::string operator()(const BarChart& chart) const {
    std::vector<std::string> bars;
    for (const Bar& bar : chart.bars) {
      bars.push_back(Object({{"name", JsonString(bar.name)},
                             {"value", absl::StrCat(bar.value)},
                             {"from", absl::StrCat(bar.from)},
                             {"total", bar.is_total ? "true" : "false"},
                             {"alarm", bar.alarm ? "true" : "false"}}));
    }
    return ChartObject("bars", chart, {"bars", LongArray(bars)});
  }
  std::string operator()(const LineChart& chart) const {
    std::vector<std::string> lines;
    for (const ChartLine& line : chart.lines) {
      lines.push_back(Object({{"name", JsonString(line.name)},
                              {"first", JsonString(line.first.ToString())},
                              {"values", absl::StrCat("[", absl::StrJoin(line.values, ", "), "]")}}));
    }
    return ChartObject("lines", chart, {"lines", LongArray(lines)});
  }
  std::string operator()(const FanChart& chart) const {
    std::vector<std::string> points;
    for (const FanPoint& point : chart.points) points.push_back(FanPointObject(point));
    return ChartObject("fan", chart, {"points", LongArray(points)});
  }

 private:
  // What every chart has, and what it draws.
  template <typename AnyChart>
  static std::string ChartObject(const char* type, const AnyChart& chart, std::pair<std::string, std::string> drawn) {
    Members members = {{"type", JsonString(type)},
                       {"title", JsonString(chart.title)},
                       {"unit", JsonString(chart.unit.kind == ShownUnit::Kind::kMoney ? "öre" : chart.unit.name)}};
    if (!chart.sentence.empty()) members.push_back({"sentence", JsonString(chart.sentence)});
    members.push_back(std::move(drawn));
    return Object(members);
  }
};

}  // namespace

std::string RenderJson(const Document& document, Language language) {
  std::vector<std::string> blocks;
  for (const Block& block : document.blocks) blocks.push_back(std::visit(JsonBlockWriter(), block));
  return absl::StrCat(
      Object({{"language", language == Language::kSwedish ? "\"sv\"" : "\"en\""}, {"blocks", LongArray(blocks)}}),
      "\n");
}

}  // namespace prognos::documents
