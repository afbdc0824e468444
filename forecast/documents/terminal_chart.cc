#include "forecast/documents/terminal_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "forecast/base/month_names.h"
#include "forecast/documents/cell_text.h"
#include "forecast/documents/text_width.h"

namespace prognos::documents {
namespace {

constexpr int kUsualWidth = 100;
constexpr int kMostChartRows = 10;
constexpr int kFewestChartRows = 4;
constexpr int kWidestMonth = 6;  // Columns of a month, the gap behind it among them.
constexpr int kNarrowestMonth = 2;
constexpr int kNarrowestBars = 20;
constexpr int kWidestBars = 60;
constexpr int kParts = 8;  // Of a character's height or width that blocks tell apart.
constexpr std::array<const char*, kParts> kRising = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"};
constexpr std::array<const char*, kParts> kGrowing = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr char kAlarm[] = "\033[31m";
constexpr char kCalm[] = "\033[0m";

// The marks of a chart.
struct Marks {
  const char* full;
  const char* expected;  // Under the expected value.
  const char* fan;
  const char* line;  // The expected value.
  const char* budget;
  const char* axis;
  const char* tick;
  const char* corner;
  const char* cut;  // The corner of an axis that does not begin at zero.
};

constexpr Marks kBlockMarks = {"█", "▒", "░", "━", "─", "│", "┤", "└", "≈"};
constexpr Marks kAsciiMarks = {"#", "+", ":", "=", "-", "|", "|", "+", "~"};

std::string Repeated(absl::string_view mark, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) absl::StrAppend(&out, mark);
  return out;
}

std::string PadLeft(const std::string& text, int width) {
  return absl::StrCat(std::string(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' '), text);
}

std::string PadRight(const std::string& text, int width) {
  return absl::StrCat(text, std::string(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' '));
}

std::string AmountText(int64_t exact, const ShownUnit& unit, Language language, Sign sign = Sign::kWhenNegative) {
  return CellText(RoundedAmount(exact, unit, sign), language);
}

// Without those at its end.
std::string WithoutBlanks(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

void AppendTrimmed(std::string line, std::string& out) { absl::StrAppend(&out, WithoutBlanks(std::move(line)), "\n"); }

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void Take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// 1, 2 or 5 times a power of ten, at least `least`.
double NiceStep(double least) {
  if (least <= 0.0) return 1.0;
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (times * power >= least * (1.0 - 1e-9)) return times * power;
  }
  return 10.0 * power;
}

// The scale of a month chart: `rows` rows of `step`, from `bottom` up, which is a whole number of steps.
struct Scale {
  double bottom = 0.0;
  double step = 1.0;
  int rows = kFewestChartRows;

  // Rows from the bottom up to a value.
  double Height(double value) const { return (value - bottom) / step; }
  // Where columns begin: at zero, or at the bottom where that lies above zero.
  double Base() const { return std::max(0.0, Height(0.0)); }
  // Then columns are no measure of their amounts, only of the differences.
  bool IsCut() const { return bottom > 0.0; }
  // Every second edge has a label, zero among them.
  bool IsLabelled(int edge) const { return (std::llround(bottom / step) + edge) % 2 == 0; }
};

Scale ScaleOf(const Chart& chart, size_t first) {
  Range all;
  for (size_t i = first; i < chart.points.size(); ++i) {
    const ChartPoint& point = chart.points[i];
    for (const auto& value : {point.actual, point.expected, point.low, point.high, point.budget}) {
      if (value.has_value()) all.Take(static_cast<double>(*value));
    }
  }
  Scale scale;
  if (all.low > all.high) return scale;
  const bool from_zero = all.low >= 0.0 && all.low < 0.5 * all.high;
  const double low = from_zero ? 0.0 : all.low;
  const double span = std::max(all.high - low, 1.0);
  // Below the lowest value there is room to see it, and the top row is not filled by chance alone.
  scale.step = NiceStep(span / (from_zero ? kMostChartRows : kMostChartRows - 2));
  const auto bottom = [&] { return from_zero ? 0.0 : (std::ceil(low / scale.step) - 1.0) * scale.step; };
  for (scale.bottom = bottom(); scale.Height(all.high) > kMostChartRows; scale.bottom = bottom()) {
    scale.step = NiceStep(scale.step * 1.01);
  }
  scale.rows = std::max(kFewestChartRows, static_cast<int>(std::ceil(scale.Height(all.high))));
  return scale;
}

// Draws the points of a chart row by row.
class MonthChartDrawer {
 public:
  MonthChartDrawer(const Chart& chart, const CharacterChartStyle& style)
      : chart_(chart), style_(style), marks_(style.blocks ? kBlockMarks : kAsciiMarks) {
    const int room = (style.max_width > 0 ? style.max_width : kUsualWidth) - kLabelRoom;
    const int count = static_cast<int>(chart.points.size());
    month_width_ = std::clamp(room / std::max(count, 1), kNarrowestMonth, kWidestMonth);
    const int fitting = std::max(1, room / month_width_);
    first_ = static_cast<size_t>(std::max(0, count - fitting));
    scale_ = ScaleOf(chart, first_);
  }

  std::string Draw() const {
    std::string out = absl::StrCat(Truncate(absl::StrCat(chart_.title, " · ", chart_.unit.name), Width()), "\n");
    std::vector<std::string> labels;
    int label_width = 0;
    for (int row = scale_.rows; row >= 0; --row) {
      labels.push_back(LabelOf(row));
      label_width = std::max(label_width, DisplayWidth(labels.back()));
    }
    for (int row = scale_.rows - 1; row >= 0; --row) {
      const std::string& label = labels[static_cast<size_t>(scale_.rows - 1 - row)];
      AppendTrimmed(absl::StrCat(PadLeft(label, label_width), " ", marks_.tick, " ", RowOf(row)), out);
    }
    const char* const corner = scale_.IsCut() ? marks_.cut : marks_.corner;
    AppendTrimmed(absl::StrCat(PadLeft(labels.back(), label_width), " ", corner, " ", MonthsLine()), out);
    if (const std::string years = YearsLine(); !years.empty()) {
      AppendTrimmed(absl::StrCat(std::string(static_cast<size_t>(label_width + 3), ' '), years), out);
    }
    const std::string indent(static_cast<size_t>(label_width + 3), ' ');
    for (const std::string& line : LegendLines(Width() - label_width - 3)) {
      AppendTrimmed(absl::StrCat(indent, line), out);
    }
    return out;
  }

 private:
  static constexpr int kLabelRoom = 12;

  int Width() const { return style_.max_width > 0 ? style_.max_width : kUsualWidth; }

  // What the upper edge of a row stands for.
  std::string LabelOf(int edge) const {
    if (!scale_.IsLabelled(edge)) return "";
    const double value = scale_.bottom + edge * scale_.step;
    return AmountText(std::llround(value), chart_.unit, style_.language);
  }

  std::string RowOf(int row) const {
    std::string out;
    for (size_t i = first_; i < chart_.points.size(); ++i) {
      const int width = std::max(1, month_width_ - 1);
      absl::StrAppend(&out, CellOf(chart_.points[i], row, width), month_width_ > 1 ? " " : "");
    }
    return out;
  }

  std::string CellOf(const ChartPoint& point, int row, int width) const {
    const auto in_row = [&](const std::optional<int64_t>& value) {
      if (!value.has_value()) return false;
      const double height = scale_.Height(static_cast<double>(*value));
      return height > row && height <= row + 1;
    };
    if (!point.actual.has_value() && in_row(point.expected)) return Repeated(marks_.line, width);
    if (const std::string part = ColumnPart(point, row); !part.empty()) return Repeated(part, width);
    const bool in_fan = point.high.has_value() && scale_.Height(static_cast<double>(*point.high)) > row + 0.5 &&
                        scale_.Height(static_cast<double>(*point.low)) < row + 0.5;
    if (in_fan) return Repeated(marks_.fan, width);
    return Repeated(in_row(point.budget) ? marks_.budget : " ", width);
  }

  // What of a month's column is in a row; empty: nothing.
  std::string ColumnPart(const ChartPoint& point, int row) const {
    const bool is_known = point.actual.has_value();
    const std::optional<int64_t>& column = is_known ? point.actual : point.expected;
    if (!column.has_value()) return "";
    const double height = scale_.Height(static_cast<double>(*column));
    const double lower = std::min(height, scale_.Base());
    const double upper = std::max(height, scale_.Base());
    if (upper >= row + 1 && lower <= row) {
      const bool in_fan = !is_known && point.low.has_value() && scale_.Height(static_cast<double>(*point.low)) <= row;
      return is_known ? marks_.full : in_fan ? marks_.fan : marks_.expected;
    }
    if (!is_known) return "";
    if (upper > row && upper < row + 1 && lower <= row) return Top(upper - row);
    // The end of a column below zero: blocks grow from below only.
    return lower > row && lower < row + 0.5 && upper >= row + 1 ? marks_.full : "";
  }

  // The end of a column within a row.
  const char* Top(double height) const {
    const int parts = static_cast<int>(std::lround(height * kParts));
    if (style_.blocks)
      return parts >= kParts ? marks_.full : parts == 0 ? kRising[1] : kRising[static_cast<size_t>(parts)];
    return parts >= kParts / 2 ? marks_.full : ".";
  }

  std::string MonthsLine() const {
    std::string out;
    for (size_t i = first_; i < chart_.points.size(); ++i) {
      const std::string name = MonthShort(chart_.points[i].month.month(), style_.language);
      absl::StrAppend(&out, PadRight(month_width_ >= 4 ? name : FirstLetter(name), month_width_));
    }
    return out;
  }

  static std::string FirstLetter(const std::string& name) { return name.substr(0, 1); }

  // Each year under its first month; empty for one year, which the title tells.
  std::string YearsLine() const {
    if (chart_.points[first_].month.year() == chart_.points.back().month.year()) return "";
    std::string out;
    for (size_t i = first_; i < chart_.points.size(); ++i) {
      const Month month = chart_.points[i].month;
      const int at = static_cast<int>(i - first_) * month_width_;
      if ((month.month() == 1 || i == first_) && at >= DisplayWidth(out)) {
        out = absl::StrCat(PadRight(out, at), month.year(), " ");
      }
    }
    return out;
  }

  // What the marks mean, on as many lines of `width` as that takes.
  std::vector<std::string> LegendLines(int width) const {
    std::vector<std::string> lines;
    for (const std::string& meaning : Meanings()) {
      const bool fits = !lines.empty() && DisplayWidth(lines.back()) + 3 + DisplayWidth(meaning) <= width;
      if (fits) {
        absl::StrAppend(&lines.back(), "   ", meaning);
      } else {
        lines.push_back(Truncate(meaning, std::max(1, width)));
      }
    }
    return lines;
  }

  std::vector<std::string> Meanings() const {
    bool known = false, expected = false, fan = false, budget = false;
    for (size_t i = first_; i < chart_.points.size(); ++i) {
      known = known || chart_.points[i].actual.has_value();
      expected = expected || chart_.points[i].expected.has_value();
      fan = fan || chart_.points[i].high.has_value();
      budget = budget || chart_.points[i].budget.has_value();
    }
    const bool swedish = style_.language == Language::kSwedish;
    std::vector<std::string> out;
    const auto add = [&](bool is_there, const char* mark, const char* in_swedish, const char* in_english) {
      if (is_there) out.push_back(absl::StrCat(mark, " ", swedish ? in_swedish : in_english));
    };
    add(known, marks_.full, "utfall", "actual");
    add(expected, marks_.line, "väntat", "expected");
    add(fan, marks_.fan, "80 %-intervall", "80% interval");
    add(budget, marks_.budget, "budget", "budget");
    add(scale_.IsCut(), marks_.cut, "axeln börjar inte vid noll", "the axis does not begin at zero");
    return out;
  }

  const Chart& chart_;
  const CharacterChartStyle& style_;
  const Marks& marks_;
  int month_width_ = kWidestMonth;
  size_t first_ = 0;
  Scale scale_;
};

// The part of a bar within one character, as eighths from `from` to `to` (0-8) of it. Blocks grow from the left; what
// begins within a character is drawn as half or whole.
const char* BarMark(int from, int to, bool blocks) {
  const int length = to - from;
  if (length <= 0) return " ";
  if (!blocks) return length >= kParts / 2 ? "#" : " ";
  if (length >= kParts) return "█";
  if (from == 0) return kGrowing[static_cast<size_t>(length)];
  return length >= kParts * 3 / 4 ? "█" : length >= kParts / 4 ? "▐" : "▕";
}

class BarDrawer {
 public:
  BarDrawer(const BarChart& chart, const CharacterChartStyle& style) : chart_(chart), style_(style) {
    int longest = 0;
    for (const Bar& bar : chart.bars) {
      amounts_.push_back(
          AmountText(bar.value, chart.unit, style.language, HasTotals() ? Sign::kWhenNegative : Sign::kAlways));
      amount_width_ = std::max(amount_width_, DisplayWidth(amounts_.back()));
      longest = std::max(longest, DisplayWidth(bar.name));
    }
    const int width = style.max_width > 0 ? style.max_width : kUsualWidth;
    name_width_ = std::clamp(width - amount_width_ - 4 - kNarrowestBars, 1, longest);
    bar_width_ = std::clamp(width - name_width_ - amount_width_ - 5, 2, kWidestBars);  // Beside it the zero line.
    Fit();
  }

  std::string Draw() const {
    const int width = style_.max_width > 0 ? style_.max_width : kUsualWidth;
    std::string out = absl::StrCat(Truncate(absl::StrCat(chart_.title, " · ", chart_.unit.name), width), "\n");
    for (size_t i = 0; i < chart_.bars.size(); ++i) {
      const Bar& bar = chart_.bars[i];
      const bool red = style_.color && bar.alarm;
      AppendTrimmed(absl::StrCat(PadRight(Truncate(bar.name, name_width_), name_width_), "  ",
                                 PadLeft(amounts_[i], amount_width_), "  ", red ? kAlarm : "",
                                 WithoutBlanks(BarOf(bar)), red ? kCalm : ""),
                    out);
    }
    return out;
  }

 private:
  bool HasTotals() const {
    return std::any_of(chart_.bars.begin(), chart_.bars.end(), [](const Bar& bar) { return bar.is_total; });
  }

  // Between totals steps are small: the scale is that of the steps, and totals go from its begin.
  void Fit() {
    Range range;
    for (const Bar& bar : chart_.bars) {
      if (!bar.is_total) range.Take(static_cast<double>(bar.from));
      range.Take(static_cast<double>(bar.from + bar.value));
    }
    if (HasTotals()) {
      low_ = range.low - 0.1 * std::max(range.high - range.low, 1.0);
      per_part_ = std::max(range.high - low_, 1.0) / (bar_width_ * kParts);
      return;
    }
    range.Take(0.0);
    // The zero line stands between two characters.
    const double span = std::max(range.high - range.low, 1.0);
    const int left = std::clamp(static_cast<int>(std::lround(bar_width_ * -range.low / span)), range.low < 0.0 ? 1 : 0,
                                range.high > 0.0 ? bar_width_ - 1 : bar_width_);
    const double per_left = left > 0 ? -range.low / left : 0.0;
    const double per_right = left < bar_width_ ? range.high / (bar_width_ - left) : 0.0;
    per_part_ = std::max({per_left, per_right, 1.0 / bar_width_}) / kParts;
    low_ = -left * kParts * per_part_;
  }

  int PartOf(double value) const {
    return std::clamp(static_cast<int>(std::lround((value - low_) / per_part_)), 0, bar_width_ * kParts);
  }

  std::string BarOf(const Bar& bar) const {
    const double begin = bar.is_total ? low_ : static_cast<double>(bar.from);
    const double end = static_cast<double>(bar.from + bar.value);
    const int from = PartOf(std::min(begin, end)), to = PartOf(std::max(begin, end));
    const bool has_zero_line = !HasTotals();
    const int zero = PartOf(0.0) / kParts;
    std::string out;
    for (int at = 0; at < bar_width_; ++at) {
      if (has_zero_line && at == zero) out += style_.blocks ? "│" : "|";
      const int left = at * kParts;
      out += BarMark(std::clamp(from - left, 0, kParts), std::clamp(to - left, 0, kParts), style_.blocks);
    }
    if (has_zero_line && zero >= bar_width_) out += style_.blocks ? "│" : "|";
    return out;
  }

  const BarChart& chart_;
  const CharacterChartStyle& style_;
  std::vector<std::string> amounts_;
  int amount_width_ = 0;
  int name_width_ = 1;
  int bar_width_ = 1;
  double low_ = 0.0;
  double per_part_ = 1.0;
};

// The sparkline of one line, in the order of its months: the lowest value is the lowest mark.
std::string SparkText(const std::vector<int64_t>& values, bool blocks) {
  constexpr std::array<const char*, kParts> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<const char*, kParts> kAscii = {"_", ".", ",", "-", "~", "=", "^", "#"};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double span = static_cast<double>(*high - *low);
  std::string out;
  for (const int64_t value : values) {
    const double share = span > 0.0 ? static_cast<double>(value - *low) / span : 0.5;
    const size_t mark = static_cast<size_t>(std::lround(share * (kParts - 1)));
    out += blocks ? kBlocks[mark] : kAscii[mark];
  }
  return out;
}

std::string LongMonth(Month month, Language language) {
  return absl::StrCat(MonthName(month.month(), language), " ", month.year());
}

class LineDrawer {
 public:
  LineDrawer(const LineChart& chart, const CharacterChartStyle& style) : chart_(chart), style_(style) {
    for (const ChartLine& line : chart.lines) {
      if (line.values.empty()) continue;
      longest_ = std::max(longest_, static_cast<int>(line.values.size()));
      name_width_ = std::max(name_width_, DisplayWidth(line.name));
    }
    const int width = style.max_width > 0 ? style.max_width : kUsualWidth;
    name_width_ = std::min(name_width_, std::max(8, width / 3));
    shown_ = std::clamp(width - name_width_ - kAmountRoom, 2, std::max(2, longest_));
  }

  std::string Draw() const {
    const int width = style_.max_width > 0 ? style_.max_width : kUsualWidth;
    std::vector<std::array<std::string, 4>> rows;
    std::array<int, 4> widths = {};
    std::optional<Month> first, last;
    for (const ChartLine& line : chart_.lines) {
      if (line.values.empty()) continue;
      const size_t left_out = line.values.size() - std::min(line.values.size(), static_cast<size_t>(shown_));
      const std::vector<int64_t> values(line.values.begin() + static_cast<std::ptrdiff_t>(left_out), line.values.end());
      const Month begin = line.first + static_cast<int>(left_out);
      const Month end = line.first + (static_cast<int>(line.values.size()) - 1);
      first = first.has_value() ? std::min(*first, begin) : begin;
      last = last.has_value() ? std::max(*last, end) : end;
      const int64_t change =
          RoundedAmount(values.back(), chart_.unit).shown - RoundedAmount(values.front(), chart_.unit).shown;
      Amount difference = RoundedAmount(values.back() - values.front(), chart_.unit, Sign::kAlways);
      difference.shown = change;  // Of what is printed.
      rows.push_back({AmountText(values.front(), chart_.unit, style_.language), SparkText(values, style_.blocks),
                      AmountText(values.back(), chart_.unit, style_.language), CellText(difference, style_.language)});
      for (size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(rows.back()[i]));
    }
    if (rows.empty()) return "";
    const std::string span = absl::StrCat(LongMonth(*first, style_.language), " – ", LongMonth(*last, style_.language));
    std::string out;
    const std::string title = absl::StrCat(chart_.title, " · ", chart_.unit.name);
    const bool fits = DisplayWidth(title) + DisplayWidth(span) + 2 <= width;
    AppendTrimmed(Truncate(fits ? absl::StrCat(title, ", ", span) : title, width), out);
    if (!fits) AppendTrimmed(Truncate(span, width), out);
    size_t row = 0;
    for (const ChartLine& line : chart_.lines) {
      if (line.values.empty()) continue;
      const auto& [from, spark, to, change] = rows[row++];
      AppendTrimmed(
          absl::StrCat(PadRight(Truncate(line.name, name_width_), name_width_), "  ", PadLeft(from, widths[0]), "  ",
                       PadLeft(spark, widths[1]), "  ", PadLeft(to, widths[2]), "  ", PadLeft(change, widths[3])),
          out);
    }
    return out;
  }

 private:
  static constexpr int kAmountRoom = 32;  // For the three amounts and what is between.

  const LineChart& chart_;
  const CharacterChartStyle& style_;
  int longest_ = 0;
  int name_width_ = 1;
  int shown_ = 2;  // Months.
};

Chart AsMonths(const FanChart& fan) {
  Chart chart{fan.title, fan.unit, {}};
  for (const FanPoint& from : fan.points) {
    ChartPoint point{from.month, from.known, {}, {}, {}, from.budget};
    if (!from.known.has_value() && from.fan.has_value()) {
      point.expected = from.fan->median;
      point.low = from.fan->low_80;
      point.high = from.fan->high_80;
    }
    chart.points.push_back(point);
  }
  return chart;
}

}  // namespace

std::string DrawChart(const FanChart& chart, const CharacterChartStyle& style) {
  return DrawChart(AsMonths(chart), style);
}

std::string DrawChart(const LineChart& chart, const CharacterChartStyle& style) {
  return LineDrawer(chart, style).Draw();
}

std::string DrawChart(const Chart& chart, const CharacterChartStyle& style) {
  return chart.points.empty() ? "" : MonthChartDrawer(chart, style).Draw();
}

std::string DrawChart(const BarChart& chart, const CharacterChartStyle& style) {
  return chart.bars.empty() ? "" : BarDrawer(chart, style).Draw();
}

}  // namespace prognos::documents
