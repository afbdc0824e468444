#include "forecast/documents/terminal_chart.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "forecast/base/unit.h"
#include "forecast/documents/text_width.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kMnkrOre = 1000 * kOrePerThousandKronor;

std::vector<std::string> LinesOf(const std::string& text) { return absl::StrSplit(text, '\n', absl::SkipEmpty()); }

bool IsAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

// January and February known at 1 and 2 mnkr, March expected at 3 (2-4), a budget of 2 a month.
Chart ThreeMonths() {
  Chart chart{"Vuxen", Mnkr(), {}};
  const Month january = Month::January(2022);
  chart.points.push_back({january, kMnkrOre, {}, {}, {}, 2 * kMnkrOre});
  chart.points.push_back({january + 1, 2 * kMnkrOre, {}, {}, {}, 2 * kMnkrOre});
  chart.points.push_back({january + 2, {}, 3 * kMnkrOre, 2 * kMnkrOre, 4 * kMnkrOre, 2 * kMnkrOre});
  return chart;
}

// The scale begins at zero, half a mnkr a row: 1 mnkr is two rows, 2 are four, 3 are six; the fan goes from four to
// eight.
TEST(TerminalChartTest, MonthsAreColumnsOnAScaleFromZero) {
  const std::vector<std::string> lines =
      LinesOf(DrawChart(ThreeMonths(), {.language = Language::kSwedish, .max_width = 40}));
  ASSERT_EQ(lines.size(), 12u);  // The title, eight rows, the months, and the legend on two lines.
  EXPECT_EQ(lines[0], "Vuxen · mnkr");
  std::vector<int> full(3, 0);  // Rows that each month's column fills.
  for (size_t row = 1; row <= 8; ++row) {
    const std::string& line = lines[row];
    if (line.find("┤ ") == std::string::npos) continue;  // Nothing reaches so high.
    const std::string body = line.substr(line.find("┤") + std::string("┤ ").size());
    // Five columns a month and a gap: the first of each tells.
    std::vector<std::string> cells;
    for (size_t at = 0; at < body.size();) {
      const size_t length = (static_cast<unsigned char>(body[at]) & 0x80) == 0 ? 1 : 3;
      cells.push_back(body.substr(at, length));
      at += length;
    }
    for (size_t month = 0; month < 2; ++month) {
      if (cells.size() > 6 * month && cells[6 * month] == "█") ++full[month];
    }
    if (cells.size() > 12 && cells[12] != " ") ++full[2];
  }
  EXPECT_EQ(full[0], 2);
  EXPECT_EQ(full[1], 4);
  EXPECT_EQ(full[2], 8);
  EXPECT_THAT(lines[10], HasSubstr("█ utfall   ━ väntat"));
  EXPECT_THAT(lines[11], HasSubstr("─ budget"));
}

TEST(TerminalChartTest, AsciiWhereTheLocaleDemandsIt) {
  CharacterChartStyle style{.language = Language::kEnglish, .max_width = 60, .blocks = false};
  Chart chart = ThreeMonths();
  chart.title = "Adults";
  // The separator of title and unit belongs to the texts, which every terminal of the program must take.
  const std::vector<std::string> lines = LinesOf(DrawChart(chart, style));
  for (size_t i = 1; i < lines.size(); ++i) EXPECT_TRUE(IsAscii(lines[i])) << lines[i];
  const BarChart bars{"Deviation", Tkr(), {{"Adults", -1 * kMnkrOre}, {"Children", 2 * kMnkrOre}}};
  const std::vector<std::string> drawn = LinesOf(DrawChart(bars, style));
  for (size_t i = 1; i < drawn.size(); ++i) EXPECT_THAT(drawn[i], Not(HasSubstr("█")));
}

// -1 and +2 mnkr on one scale: the bar to the right is twice as long, and the zero line between them is straight.
TEST(TerminalChartTest, DeviationsGrowFromOneZeroLineInBothDirections) {
  const BarChart bars{"Avvikelse", Tkr(), {{"Vuxen", -1 * kMnkrOre, 0, false, true}, {"Barn", 2 * kMnkrOre}}};
  const std::vector<std::string> lines = LinesOf(DrawChart(bars, {.language = Language::kSwedish, .max_width = 60}));
  ASSERT_EQ(lines.size(), 3u);
  const auto count = [](const std::string& text) {
    int found = 0;
    for (size_t at = text.find("█"); at != std::string::npos; at = text.find("█", at + 1)) ++found;
    return found;
  };
  EXPECT_NEAR(count(lines[2]), 2 * count(lines[1]), 2);
  const auto zero = [](const std::string& line) { return DisplayWidth(line.substr(0, line.find("│"))); };
  EXPECT_EQ(zero(lines[1]), zero(lines[2]));
  EXPECT_THAT(lines[1], testing::EndsWith("█│"));  // Nothing of a deficit lies beyond zero.
  EXPECT_THAT(lines[1], HasSubstr("−1 000"));
  EXPECT_THAT(lines[2], HasSubstr("+2 000"));
}

// A line that rises evenly by an eighth of its span a month uses each mark once.
TEST(TerminalChartTest, ALineRunsFromItsLowestToItsHighestMark) {
  ChartLine line{"Vuxen", Month::January(2022), {}};
  for (int i = 0; i < 8; ++i) line.values.push_back((100 + i) * kMnkrOre);
  const std::vector<std::string> lines =
      LinesOf(DrawChart(LineChart{"Rullande", Mnkr(), {line}}, {.language = Language::kSwedish, .max_width = 80}));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], "Rullande · mnkr, januari 2022 – augusti 2022");
  EXPECT_EQ(lines[1], "Vuxen  100,0  ▁▂▃▄▅▆▇█  107,0  +7,0");
}

TEST(TerminalChartTest, EveryLineFitsItsWidthAndTheNewestMonthsStay) {
  Chart chart{"Ekonomiskt bistånd och försörjning för hushåll", Mnkr(), {}};
  LineChart rolling{"Nettokostnad, rullande tolv månader",
                    Mnkr(),
                    {{"Ekonomiskt bistånd och försörjning", Month::January(2019), {}}}};
  for (int i = 0; i < 36; ++i) {
    chart.points.push_back({Month::January(2019) + i, (i - 3) * kMnkrOre, {}, {}, {}, {}});
    rolling.lines[0].values.push_back((100 - i) * kMnkrOre);
  }
  const BarChart bars{
      "Avvikelse per verksamhet, helår", Tkr(), {{"Ekonomiskt bistånd och försörjning", -5 * kMnkrOre}}};
  for (int width = 50; width <= 130; width += 5) {
    const CharacterChartStyle style{.language = Language::kSwedish, .max_width = width};
    for (const std::string& drawn : {DrawChart(chart, style), DrawChart(rolling, style), DrawChart(bars, style)}) {
      for (const std::string& line : LinesOf(drawn)) EXPECT_LE(DisplayWidth(line), width) << line;
    }
    EXPECT_THAT(DrawChart(chart, style), HasSubstr("2021"));
    EXPECT_THAT(DrawChart(rolling, style), HasSubstr("december 2021"));
  }
}

// However narrow: names are cut, months are left out, and nothing breaks.
TEST(TerminalChartTest, ATerminalOfFewColumnsIsDrawnInToo) {
  const BarChart bars{"Avvikelse", Tkr(), {{"Vuxen", -1 * kMnkrOre}, {"Barn", 2 * kMnkrOre}}};
  const LineChart lines{"Rullande", Mnkr(), {{"Vuxen", Month::January(2022), {kMnkrOre, 2 * kMnkrOre, 3 * kMnkrOre}}}};
  for (int width = 1; width < 50; ++width) {
    const CharacterChartStyle style{.language = Language::kSwedish, .max_width = width};
    EXPECT_THAT(DrawChart(ThreeMonths(), style), HasSubstr("━"));  // The newest month.
    EXPECT_THAT(DrawChart(bars, style), HasSubstr("│"));
    EXPECT_THAT(DrawChart(lines, style), HasSubstr("3,0"));
  }
}

TEST(TerminalChartTest, NothingIsDrawnOfNothing) {
  EXPECT_EQ(DrawChart(Chart{"Tomt", Mnkr(), {}}, {}), "");
  EXPECT_EQ(DrawChart(BarChart{"Tomt", Mnkr(), {}}, {}), "");
  EXPECT_EQ(DrawChart(LineChart{"Tomt", Mnkr(), {{"a", Month::January(2022), {}}}}, {}), "");
  EXPECT_EQ(DrawChart(FanChart{"Tomt", Mnkr(), {}}, {}), "");
}

// +2 and -3 mnkr: the columns grow from zero in both directions, and zero has a label.
TEST(TerminalChartTest, MonthsBelowZeroHangFromTheZeroLine) {
  Chart chart{"Integration", Mnkr(), {}};
  chart.points.push_back({Month::January(2022), 2 * kMnkrOre, {}, {}, {}, {}});
  chart.points.push_back({Month::January(2022) + 1, -3 * kMnkrOre, {}, {}, {}, {}});
  const std::vector<std::string> lines = LinesOf(DrawChart(chart, {.language = Language::kSwedish, .blocks = false}));
  bool is_above = true;
  int above = 0, below = 0;
  for (size_t i = 1; i + 2 < lines.size(); ++i) {
    const size_t tick = lines[i].find("| ");
    const bool january = tick != std::string::npos && lines[i].size() > tick + 2 && lines[i][tick + 2] == '#';
    const bool february = tick != std::string::npos && lines[i].size() > tick + 8 && lines[i][tick + 8] == '#';
    EXPECT_FALSE(january && february) << lines[i];
    EXPECT_TRUE(is_above || !january) << lines[i];
    if (february) is_above = false;
    above += january;
    below += february;
  }
  EXPECT_EQ(2 * below, 3 * above);
  EXPECT_THAT(DrawChart(chart, {.language = Language::kSwedish}), HasSubstr(" 0,0 ┤"));
}

// 24 and 25 mnkr: from zero they would look the same. What is cut says so, in blocks and in ASCII.
TEST(TerminalChartTest, AnAxisThatDoesNotBeginAtZeroSaysSo) {
  Chart chart{"Vuxen", Mnkr(), {}};
  chart.points.push_back({Month::January(2022), 24 * kMnkrOre, {}, {}, {}, {}});
  chart.points.push_back({Month::January(2022) + 1, 25 * kMnkrOre, {}, {}, {}, {}});
  EXPECT_THAT(DrawChart(chart, {.language = Language::kSwedish}),
              AllOf(HasSubstr(" ≈ jan"), Not(HasSubstr("└")), HasSubstr("≈ axeln börjar inte vid noll")));
  EXPECT_THAT(DrawChart(chart, {.language = Language::kEnglish, .blocks = false}),
              HasSubstr("~ the axis does not begin at zero"));
  chart.points.back().actual = 1 * kMnkrOre;
  EXPECT_THAT(DrawChart(chart, {.language = Language::kSwedish}), AllOf(HasSubstr("└"), Not(HasSubstr("≈"))));
}

// In a terminal of 60 columns the legend of such an axis was wider than that.
TEST(TerminalChartTest, WhatTheMarksMeanTakesAsManyLinesAsTheTerminalAsksFor) {
  Chart chart{"Vuxen", Mnkr(), {}};
  chart.points.push_back({Month::January(2022), 24 * kMnkrOre, {}, {}, {}, 24 * kMnkrOre});
  chart.points.push_back({Month::January(2022) + 1, {}, 25 * kMnkrOre, 24 * kMnkrOre, 26 * kMnkrOre, 24 * kMnkrOre});
  for (const int width : {30, 40, 60}) {
    const std::string drawn = DrawChart(chart, {.language = Language::kSwedish, .max_width = width});
    for (const std::string& line : LinesOf(drawn)) EXPECT_LE(DisplayWidth(line), width) << line;
  }
  EXPECT_THAT(DrawChart(chart, {.language = Language::kSwedish, .max_width = 60}),
              HasSubstr("─ budget\n       ≈ axeln börjar inte vid noll\n"));
}

TEST(TerminalChartTest, AMonthOfZeroHasAScaleToo) {
  Chart chart{"Noll", Mnkr(), {{Month::January(2022), int64_t{0}, {}, {}, {}, {}}}};
  EXPECT_GE(LinesOf(DrawChart(chart, {})).size(), 7u);
}

}  // namespace
}  // namespace prognos::documents
