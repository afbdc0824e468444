#include "client/html_style.h"

namespace prognos::client {

documents::HtmlStyle HtmlStyleIn(const Texts& texts) {
  documents::HtmlStyle style;
  style.language = texts.language;
  style.chart_table = texts.report_table;
  style.month = texts.month;
  style.actual = texts.actual;
  style.expected = texts.forecast;
  style.interval = texts.interval_80;
  style.known = texts.fan_known_line;
  style.median = texts.median_line;
  style.interval_50 = texts.interval_50;
  style.interval_95 = texts.interval_95;
  style.budget = texts.budget;
  style.name = texts.activity;
  style.amount = texts.report_amount;
  return style;
}

}  // namespace prognos::client
