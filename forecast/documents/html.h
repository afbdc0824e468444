// A document as HTML: a piece of a page, without head, style or script.
//
// Every text is escaped, so that no name can be markup. Classes say what a thing is, and a style sheet what it looks
// like: "number" (stands to the right), "alarm", "sum", "subtotal", "level-N". A chart is an empty figure that carries
// its points as JSON in `data-chart`, with a table of the same figures under it for those who do not see it; without a
// script the table is what there is.
#ifndef PROGNOS_FORECAST_DOCUMENTS_HTML_H_
#define PROGNOS_FORECAST_DOCUMENTS_HTML_H_

#include <string>

#include "absl/strings/string_view.h"
#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

// & < > " ' as entities; control characters other than line ends are left out.
std::string EscapeHtml(absl::string_view text);

// What a chart is drawn from, as JSON that can stand in an attribute once it is escaped: amounts in units.
std::string ChartJson(const Chart& chart);
std::string ChartJson(const BarChart& chart);
std::string ChartJson(const LineChart& chart);
std::string ChartJson(const FanChart& chart);

struct HtmlStyle {
  Language language = Language::kSwedish;
  int heading_level = 2;               // Of a heading of level 1; 1-4. Those below follow it.
  std::string chart_table = "Tabell";  // What opens the table of a chart.
  std::string month = "Månad";         // Its columns.
  std::string actual = "Utfall";
  std::string expected = "Prognos";
  std::string interval = "80 %-intervall";
  std::string known = "Hittills";  // Of a fan.
  std::string median = "Median";
  std::string interval_50 = "50 %-intervall";
  std::string interval_95 = "95 %-intervall";
  std::string budget = "Budget";
  std::string name = "Verksamhet";  // Those of bars.
  std::string amount = "Belopp";
};

std::string RenderHtml(const Document& document, const HtmlStyle& style);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_HTML_H_
