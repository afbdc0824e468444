// Charts drawn with characters: blocks where the terminal has them, ASCII where not.
//
//   mnkr, 2022                                         Avvikelse · tkr
//   25 ┤     ▁▁▁ ███ ░░░                               Vuxen            −6 169 ▐███████│
//   24 ┤ ███ ███ ███ ▒━▒                               Socialpsykiatri   1 487         │██
//      └  jan feb mar apr
//
//   Rullande tolv månader · mnkr, mars 2020 – augusti 2022
//   Vuxen            112,4  ▁▁▂▂▃▃▄▅▅▆▇█  127,9  +15,5
#ifndef PROGNOS_FORECAST_DOCUMENTS_TERMINAL_CHART_H_
#define PROGNOS_FORECAST_DOCUMENTS_TERMINAL_CHART_H_

#include <string>

#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

struct CharacterChartStyle {
  Language language = Language::kSwedish;
  int max_width = 0;   // Columns; 0: 100.
  bool blocks = true;  // False: ASCII only.
  bool color = false;  // Escape codes for alarms.
};

// Months from left to right: what is known as columns, what is expected as lighter columns with a line at the expected
// value and the interval's fan above and below it, the budget as a line. The scale begins at zero, or, where that would
// leave more than half of the chart without any end of a column, below the lowest value: its corner is "≈" then, and
// the legend says what that means. More months than fit are left out from the front. Nothing for a chart without
// points.
std::string DrawChart(const Chart& chart, const CharacterChartStyle& style);

// The sums of a year month by month, as above: what is known as columns, then the median and the 80 % interval.
std::string DrawChart(const FanChart& chart, const CharacterChartStyle& style);

// A line of blocks for each line of the chart, on a scale of its own, between its first and last value and with the
// change behind them. Months that do not fit are left out from the front. Nothing for a chart without lines.
std::string DrawChart(const LineChart& chart, const CharacterChartStyle& style);

// A bar a line, from a zero line to both sides, or from where it begins; the amount beside its name. Nothing for a
// chart without bars.
std::string DrawChart(const BarChart& chart, const CharacterChartStyle& style);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_TERMINAL_CHART_H_
