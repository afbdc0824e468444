// A small document with a block of every kind and a cell of every kind, for the tests of renderers.
#ifndef PROGNOS_TESTS_FORECAST_DOCUMENTS_EXAMPLE_DOCUMENT_H_
#define PROGNOS_TESTS_FORECAST_DOCUMENTS_EXAMPLE_DOCUMENT_H_

#include "forecast/documents/document.h"

namespace prognos::documents {

inline Month MonthOf(int year, int month) { return Month::January(year) + (month - 1); }

// Of two families: −4 640,64 tkr, between −5 641 and −3 641; and one of which nothing is known.
inline Table DeviationTable() {
  Table table;
  table.id = "deviations";
  table.columns = {{"activity", {"Verksamhet"}, ColumnKind::kText, true},
                   {"deviation", {"Avvikelse", "helår"}, ColumnKind::kAmount, false, "tkr"},
                   {"interval", {"80 %-intervall"}, ColumnKind::kInterval, false, "tkr"},
                   {"risk", {"Risk"}, ColumnKind::kProbability}};
  const Interval interval = {RoundedAmount(-564'064'000, Tkr(), Sign::kAlways),
                             RoundedAmount(-364'064'000, Tkr(), Sign::kAlways)};
  table.rows = {
      {{{"Barn; unga"}, {RoundedAmount(-464'064'000, Tkr(), Sign::kAlways), true}, {interval}, {Probability{0.9912}}},
       0,
       false,
       {1}},
      {{{"=Vuxen"}, {NoValue()}, {NoValue()}, {NoValue()}}, 1},
      {{{"Summa"}, {RoundedAmount(-464'064'000, Tkr(), Sign::kAlways), true}}, 0, true}};
  return table;
}

inline Table KindsTable() {
  Table table;
  table.id = "kinds";
  table.columns = {{"month", {"Månad"}, ColumnKind::kMonth},
                   {"volume", {"Hushåll"}, ColumnKind::kAmount},
                   {"count", {"Antal"}, ColumnKind::kCount},
                   {"hits", {"Inom 80 %"}, ColumnKind::kCount},
                   {"shares", {"Inom"}, ColumnKind::kCount, false, "", {"50", "80"}},
                   {"error", {"Fel"}, ColumnKind::kPercent},
                   {"ratio", {"Kvot"}, ColumnKind::kNumber},
                   {"span", {"Månader"}, ColumnKind::kMonth}};
  table.rows = {{{{MonthOf(2022, 3)},
                  {RoundedAmount(1'312'449, VolumeUnit("hushåll"))},
                  {Count{1512}},
                  {CountOf{3, 4}},
                  {Counts{{2, 3}}},
                  {Percent{12.25}},
                  {Decimal{0.623}},
                  {MonthSpan{MonthOf(2022, 1), MonthOf(2022, 8)}}}},
                {{{MonthOf(2022, 4)}, {Blank()}, {Count{0}}, {}, {}, {Percent{5000.0}}, {Decimal{250.0, 2, 99.0}}}}};
  return table;
}

inline Document ExampleDocument() {
  Document document;
  document.blocks.push_back(Heading{1, "Exempelby · \"höst\""});
  document.blocks.push_back(DeviationTable());
  document.blocks.push_back(Notes{{{1, "Barn; unga: kort historik"}}});
  document.blocks.push_back(Heading{2, "Månader"});
  document.blocks.push_back(List{{"modell: standard"}});
  document.blocks.push_back(KindsTable());
  document.blocks.push_back(
      Chart{"Kostnad", Tkr(), {{MonthOf(2022, 1), 100, {}, {}, {}, 90}, {MonthOf(2022, 2), {}, 110, 95, 125, {}}}});
  document.blocks.push_back(Paragraphs{{"Summa: −4,6", "Två"}, false});
  return document;
}

}  // namespace prognos::documents

#endif  // PROGNOS_TESTS_FORECAST_DOCUMENTS_EXAMPLE_DOCUMENT_H_
