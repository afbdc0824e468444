#include "forecast/documents/xlsx_charts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"

namespace prognos::documents {
namespace {

constexpr int kChartBlue = 0x1F5FA8;
constexpr int kChartRed = 0xB3261E;
constexpr int kChartGrey = 0x5F6368;
// Of lines beside each other, told apart by who sees few colours, too (Okabe and Ito); more lines are dashed.
constexpr int kLineColors[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9};
constexpr uint8_t kLineDashes[] = {LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH, LXW_CHART_LINE_DASH_ROUND_DOT};

// The cells of a chart on the sheet of chart data.
struct ChartCells {
  std::string sheet;
  size_t first = 0;
  size_t last = 0;
};

void SetCells(lxw_chart_series* series, const ChartCells& cells, lxw_col_t values) {
  const auto first = static_cast<lxw_row_t>(cells.first);
  const auto last = static_cast<lxw_row_t>(cells.last);
  chart_series_set_categories(series, cells.sheet.c_str(), first, 0, last, 0);
  chart_series_set_values(series, cells.sheet.c_str(), first, values, last, values);
}

void NameChart(lxw_chart* chart, const std::string& title, const ShownUnit& unit) {
  chart_title_set_name(chart, absl::StrCat(title, ", ", unit.name).c_str());
  lxw_chart_font font = {};
  font.size = 12;
  font.bold = LXW_TRUE;
  chart_title_set_name_font(chart, &font);
  chart_axis_set_num_format(chart->y_axis, XlsxDigits(unit).c_str());
}

class SheetChartWriter {
 public:
  SheetChartWriter(std::string sheet_name, const XlsxStyle& style, XlsxWriter& writer)
      : name_(std::move(sheet_name)), style_(style), writer_(writer) {}

  void Add(const std::vector<PlacedChart>& charts) {
    data_ = workbook_add_worksheet(writer_.book(), name_.c_str());
    worksheet_set_column(data_, 0, 0, 32, nullptr);
    worksheet_set_column(data_, 1, 5, 14, nullptr);
    for (const PlacedChart& chart : charts) {
      at_ = &chart;
      std::visit(*this, *chart.block);
    }
  }

  void operator()(const Chart& chart) {
    const ChartCells cells = PutMonths(chart);
    lxw_chart* const drawn = workbook_add_chart(writer_.book(), LXW_CHART_LINE);
    AddLine(drawn, cells, 1, style_.actual, kChartBlue, 2.25F, LXW_CHART_LINE_DASH_SOLID);
    AddLine(drawn, cells, 2, style_.expected, kChartBlue, 2.25F, LXW_CHART_LINE_DASH_DASH);
    AddLine(drawn, cells, 3, style_.low, kChartBlue, 0.75F, LXW_CHART_LINE_DASH_ROUND_DOT);
    AddLine(drawn, cells, 4, style_.high, kChartBlue, 0.75F, LXW_CHART_LINE_DASH_ROUND_DOT);
    AddLine(drawn, cells, 5, style_.budget, kChartGrey, 1.25F, LXW_CHART_LINE_DASH_SOLID);
    InsertMonths(drawn, chart.title, chart.unit);
  }

  void operator()(const LineChart& chart) {
    if (chart.lines.empty()) return;
    const ChartCells cells = PutLines(chart);
    lxw_chart* const drawn = workbook_add_chart(writer_.book(), LXW_CHART_LINE);
    for (size_t i = 0; i < chart.lines.size(); ++i) {
      AddLine(drawn, cells, static_cast<lxw_col_t>(i + 1), chart.lines[i].name, kLineColors[i % std::size(kLineColors)],
              2.25F, kLineDashes[i / std::size(kLineColors) % std::size(kLineDashes)]);
    }
    InsertMonths(drawn, chart.title, chart.unit);
  }

  void operator()(const FanChart& chart) {
    const ChartCells cells = PutFan(chart);
    lxw_chart* const drawn = workbook_add_chart(writer_.book(), LXW_CHART_LINE);
    AddLine(drawn, cells, 1, style_.actual, kChartBlue, 2.25F, LXW_CHART_LINE_DASH_SOLID);
    AddLine(drawn, cells, 3, style_.median, kChartBlue, 2.25F, LXW_CHART_LINE_DASH_DASH);
    constexpr struct {
      const char* level;
      float width;
      uint8_t dash;
    } kLevels[] = {{"50 % ", 1.0F, LXW_CHART_LINE_DASH_SOLID},
                   {"80 % ", 1.0F, LXW_CHART_LINE_DASH_DASH},
                   {"95 % ", 0.75F, LXW_CHART_LINE_DASH_ROUND_DOT}};
    lxw_col_t column = 4;
    for (const auto& level : kLevels) {
      AddLine(drawn, cells, column++, absl::StrCat(level.level, style_.from), kChartBlue, level.width, level.dash);
      AddLine(drawn, cells, column++, absl::StrCat(level.level, style_.to), kChartBlue, level.width, level.dash);
    }
    AddLine(drawn, cells, 2, style_.budget, kChartGrey, 1.25F, LXW_CHART_LINE_DASH_SOLID);
    InsertMonths(drawn, chart.title, chart.unit);
  }

  void operator()(const BarChart& chart) {
    if (chart.bars.empty()) return;
    const bool is_way = std::any_of(chart.bars.begin(), chart.bars.end(), [](const Bar& bar) { return bar.is_total; });
    const ChartCells cells = PutBars(chart, is_way);
    lxw_chart* const drawn = workbook_add_chart(writer_.book(), is_way ? LXW_CHART_COLUMN_STACKED : LXW_CHART_BAR);
    if (is_way) AddNothing(drawn, cells);
    AddBars(drawn, cells, chart);
    NameChart(drawn, chart.title, chart.unit);
    if (is_way) {
      BeginAbove0(drawn->y_axis, chart);
    } else {
      LayDown(drawn, chart.unit);
    }
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
    Insert(drawn);
  }

  template <typename Other>
  void operator()(const Other&) {}

 private:
  void InsertMonths(lxw_chart* chart, const std::string& title, const ShownUnit& unit) {
    NameChart(chart, title, unit);
    chart_axis_set_num_format(chart->x_axis, "yyyy-mm");
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    Insert(chart);
  }

  // Bars lie: the first on top, names beside the least amount, and the amounts below them all.
  static void LayDown(lxw_chart* chart, const ShownUnit& unit) {
    chart_axis_set_num_format(chart->x_axis, XlsxDigits(unit).c_str());
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_crossing_max(chart->y_axis);
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
  }

  // The steps of a way are small beside its ends: the axis begins a little below the lowest of them.
  static void BeginAbove0(lxw_chart_axis* axis, const BarChart& chart) {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (const Bar& bar : chart.bars) {
      for (const int64_t end : {bar.is_total ? bar.value : bar.from, bar.is_total ? bar.value : bar.from + bar.value}) {
        lowest = std::min(lowest, InWholes(end, chart.unit));
        highest = std::max(highest, InWholes(end, chart.unit));
      }
    }
    const double begin = lowest - 0.3 * (highest - lowest);
    const double step = std::pow(10.0, std::floor(std::log10(std::max(highest - lowest, 1.0))));
    if (begin > 0.0) chart_axis_set_min(axis, std::floor(begin / step) * step);
  }

  void Title(const std::string& title, const std::vector<std::string>& columns) {
    CellLook bold;
    bold.bold = true;
    XlsxWriter::PutText(data_, Row(), 0, title, writer_.Format(bold));
    ++row_;
    for (size_t i = 0; i < columns.size(); ++i) {
      XlsxWriter::PutText(data_, Row(), static_cast<lxw_col_t>(i), columns[i], nullptr);
    }
    ++row_;
  }

  lxw_row_t Row() const { return static_cast<lxw_row_t>(row_); }

  void Put(lxw_col_t column, std::optional<int64_t> parts, const ShownUnit& unit) {
    if (!parts.has_value()) return;
    CellLook look;
    look.number_format = XlsxNumberFormat(unit, Sign::kWhenNegative);
    worksheet_write_number(data_, Row(), column, InWholes(*parts, unit), writer_.Format(look));
  }

  void PutMonth(Month month) {
    CellLook look;
    look.number_format = "yyyy-mm";
    XlsxWriter::PutMonth(data_, Row(), 0, month, writer_.Format(look));
  }

  ChartCells Rows(size_t count) const { return {name_, row_, row_ + std::max<size_t>(count, 1) - 1}; }

  ChartCells PutMonths(const Chart& chart) {
    Title(chart.title, {style_.month, style_.actual, style_.expected, style_.low, style_.high, style_.budget});
    const ChartCells cells = Rows(chart.points.size());
    for (const ChartPoint& point : chart.points) {
      PutMonth(point.month);
      Put(1, point.actual, chart.unit);
      Put(2, point.expected, chart.unit);
      Put(3, point.low, chart.unit);
      Put(4, point.high, chart.unit);
      Put(5, point.budget, chart.unit);
      ++row_;
    }
    ++row_;
    return cells;
  }

  ChartCells PutFan(const FanChart& chart) {
    std::vector<std::string> columns = {style_.month, style_.actual, style_.budget, style_.median};
    for (const char* level : {"50 % ", "80 % ", "95 % "}) {
      columns.push_back(absl::StrCat(level, style_.from));
      columns.push_back(absl::StrCat(level, style_.to));
    }
    Title(chart.title, columns);
    const ChartCells cells = Rows(chart.points.size());
    for (const FanPoint& point : chart.points) {
      PutMonth(point.month);
      Put(1, point.known, chart.unit);
      Put(2, point.budget, chart.unit);
      if (point.fan.has_value()) {
        const Fan& fan = *point.fan;
        lxw_col_t column = 3;
        for (const int64_t value :
             {fan.median, fan.low_50, fan.high_50, fan.low_80, fan.high_80, fan.low_95, fan.high_95}) {
          Put(column++, value, chart.unit);
        }
      }
      ++row_;
    }
    ++row_;
    return cells;
  }

  // Lines may begin and end in months of their own.
  ChartCells PutLines(const LineChart& chart) {
    std::vector<std::string> columns = {style_.month};
    Month first = chart.lines.front().first;
    Month end = first;
    for (const ChartLine& line : chart.lines) {
      columns.push_back(line.name);
      first = std::min(first, line.first);
      end = std::max(end, line.first + static_cast<int>(line.values.size()));
    }
    Title(chart.title, columns);
    const ChartCells cells = Rows(static_cast<size_t>(end - first));
    for (Month month = first; month < end; month = month + 1) {
      PutMonth(month);
      for (size_t i = 0; i < chart.lines.size(); ++i) {
        const int at = month - chart.lines[i].first;
        if (at < 0 || at >= static_cast<int>(chart.lines[i].values.size())) continue;
        Put(static_cast<lxw_col_t>(i + 1), chart.lines[i].values[static_cast<size_t>(at)], chart.unit);
      }
      ++row_;
    }
    ++row_;
    return cells;
  }

  // Of a way, what a bar stands upon and how high it is; of others the amounts.
  ChartCells PutBars(const BarChart& chart, bool is_way) {
    Title(chart.title, is_way ? std::vector<std::string>{style_.name, style_.from, style_.amount}
                              : std::vector<std::string>{style_.name, style_.amount});
    const ChartCells cells{name_, row_, row_ + chart.bars.size() - 1};
    for (const Bar& bar : chart.bars) {
      XlsxWriter::PutText(data_, Row(), 0, bar.name, nullptr);
      if (is_way) Put(1, bar.is_total ? 0 : std::min(bar.from, bar.from + bar.value), chart.unit);
      const bool has_sign = !is_way || bar.is_total;
      Put(is_way ? 2 : 1, has_sign ? bar.value : std::abs(bar.value), chart.unit);
      ++row_;
    }
    row_ += 1;
    return cells;
  }

  void AddLine(lxw_chart* chart, const ChartCells& cells, lxw_col_t column, const std::string& name, int color,
               float width, uint8_t dash) {
    lxw_chart_series* const series = chart_add_series(chart, nullptr, nullptr);
    SetCells(series, cells, column);
    chart_series_set_name(series, name.c_str());
    lxw_chart_line line = {};
    line.color = static_cast<lxw_color_t>(color);
    line.width = width;
    line.dash_type = dash;
    chart_series_set_line(series, &line);
  }

  // What the bars of a way stand upon.
  void AddNothing(lxw_chart* chart, const ChartCells& cells) {
    lxw_chart_series* const series = chart_add_series(chart, nullptr, nullptr);
    SetCells(series, cells, 1);
    lxw_chart_fill none = {};
    none.none = LXW_TRUE;
    chart_series_set_fill(series, &none);
  }

  void AddBars(lxw_chart* chart, const ChartCells& cells, const BarChart& bars) {
    lxw_chart_series* const series = chart_add_series(chart, nullptr, nullptr);
    const bool is_way = bars.bars.front().is_total;
    SetCells(series, cells, is_way ? 2 : 1);
    chart_series_set_name(series, style_.amount.c_str());
    std::vector<lxw_chart_fill> fills(bars.bars.size(), lxw_chart_fill{});
    std::vector<lxw_chart_point> points(bars.bars.size(), lxw_chart_point{});
    std::vector<lxw_chart_point*> list;
    for (size_t i = 0; i < bars.bars.size(); ++i) {
      const Bar& bar = bars.bars[i];
      fills[i].color = static_cast<lxw_color_t>(bar.is_total ? kChartGrey : bar.alarm ? kChartRed : kChartBlue);
      points[i].fill = &fills[i];
      list.push_back(&points[i]);
    }
    list.push_back(nullptr);
    chart_series_set_points(series, list.data());
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, XlsxNumberFormat(bars.unit, Sign::kWhenNegative).c_str());
  }

  void Insert(lxw_chart* chart) {
    lxw_chart_options place = {};
    place.x_scale = 1.6;
    place.y_scale = 1.2;
    worksheet_insert_chart_opt(at_->sheet, static_cast<lxw_row_t>(at_->row), 0, chart, &place);
  }

  const std::string name_;
  const XlsxStyle& style_;
  XlsxWriter& writer_;
  lxw_worksheet* data_ = nullptr;
  const PlacedChart* at_ = nullptr;
  size_t row_ = 0;
};

}  // namespace

void AddXlsxCharts(const std::vector<PlacedChart>& charts, const std::string& data_name, const XlsxStyle& style,
                   XlsxWriter& writer) {
  if (!charts.empty()) SheetChartWriter(data_name, style, writer).Add(charts);
}

}  // namespace prognos::documents
