#include "client/report_workbook.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "client/ledger_names.h"

namespace prognos::client {
namespace {

using documents::Amount;
using documents::Block;
using documents::Cell;
using documents::ColumnKind;
using documents::RoundedAmount;

// The part of the report that has the months of every series.
constexpr char kMonthsPart[] = "manader";

documents::Document ChartsOf(const documents::Document& document) {
  documents::Document charts;
  for (const Block& block : document.blocks) {
    if (documents::IsChart(block)) charts.blocks.push_back(block);
  }
  return charts;
}

documents::Document WithoutCharts(const documents::Document& document) {
  documents::Document rest;
  for (const Block& block : document.blocks) {
    if (!documents::IsChart(block)) rest.blocks.push_back(block);
  }
  return rest;
}

documents::XlsxSheet SummarySheet(const ReportPage& page, const Texts& texts) {
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, page.organization});
  document.blocks.push_back(documents::Paragraphs{{absl::StrCat(page.round, " · ", page.date)}});
  document.blocks.push_back(documents::Paragraphs{page.summary});
  document.blocks.push_back(documents::Paragraphs{{texts.workbook_precision}});
  if (!page.parts.empty()) {
    for (Block& chart : ChartsOf(page.parts.front().document).blocks) document.blocks.push_back(std::move(chart));
  }
  return {texts.workbook_summary, std::move(document)};
}

Cell MaybeAmount(bool present, int64_t amount, const documents::ShownUnit& unit) {
  return present ? Cell{RoundedAmount(amount, unit)} : Cell{};
}

// One row for each month of a series. Sums, and lines by cost type beside the series themselves, are left out.
documents::Table SeriesMonthsTable(const v1::Forecast& forecast, const Texts& texts) {
  documents::Table table{"months",
                         {{"activity", {texts.activity}, ColumnKind::kText},
                          {"series", {texts.event_series}, ColumnKind::kText},
                          {"measure", {texts.flow}, ColumnKind::kText},
                          {"cost_type", {texts.cost_type}, ColumnKind::kText},
                          {"unit", {texts.unit}, ColumnKind::kText},
                          {"month", {texts.month}, ColumnKind::kMonth},
                          {"known", {texts.workbook_known}, ColumnKind::kText},
                          {"amount", {texts.report_amount}, ColumnKind::kAmount},
                          {"budget", {texts.budget}, ColumnKind::kAmount},
                          {"interval", {texts.interval_80}, ColumnKind::kInterval}},
                         {}};
  const FullNames names(forecast);
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.series().empty()) continue;
    const documents::ShownUnit unit =
        line.measure() == v1::MEASURE_VOLUME ? documents::VolumeUnit(line.unit(), 3) : documents::Kronor();
    for (const v1::MonthValue& month : line.months()) {
      const absl::StatusOr<Month> parsed = Month::Parse(month.month());
      if (!parsed.ok()) continue;
      const documents::Interval interval{RoundedAmount(month.quantiles().p10(), unit),
                                         RoundedAmount(month.quantiles().p90(), unit)};
      table.rows.push_back({{{names.Of(line)},
                             {LastPart(line.series())},
                             {names.MeasureOf(line, texts)},
                             {line.cost_type_display_name()},
                             {unit.name},
                             {*parsed},
                             {month.known() ? texts.actual : texts.forecast},
                             {RoundedAmount(month.amount(), unit)},
                             MaybeAmount(month.has_budget(), month.budget(), unit),
                             month.has_quantiles() ? Cell{interval} : Cell{}}});
    }
  }
  return table;
}

}  // namespace

documents::XlsxStyle WorkbookStyle(const Texts& texts) {
  documents::XlsxStyle style;
  style.language = texts.language;
  style.chart_data = texts.workbook_chart_data;
  style.month = texts.month;
  style.actual = texts.actual;
  style.expected = texts.forecast;
  style.low = absl::StrCat(texts.interval_80, " ", texts.workbook_from);
  style.high = absl::StrCat(texts.interval_80, " ", texts.workbook_to);
  style.budget = texts.budget;
  style.median = texts.median_line;
  style.name = texts.activity;
  style.amount = texts.report_amount;
  style.from = texts.workbook_from;
  style.to = texts.workbook_to;
  return style;
}

documents::XlsxBook WorkbookOf(const ReportPage& page, const v1::Forecast& forecast, const Texts& texts) {
  documents::XlsxBook book;
  book.title = absl::StrCat(page.organization, " · ", page.round);
  book.company = page.organization;
  book.created = absl::FromUnixSeconds(forecast.create_time().seconds());
  book.sheets.push_back(SummarySheet(page, texts));
  documents::Document charts;
  for (size_t i = 0; i < page.parts.size(); ++i) {
    const ReportPart& part = page.parts[i];
    if (part.id == kMonthsPart) {
      charts = ChartsOf(part.document);
    } else {
      book.sheets.push_back({part.title, i == 0 ? WithoutCharts(part.document) : part.document});
    }
  }
  if (!charts.blocks.empty()) book.sheets.push_back({texts.workbook_charts, std::move(charts)});
  book.sheets.push_back({texts.workbook_data, {{SeriesMonthsTable(forecast, texts)}}, /*is_data=*/true});
  return book;
}

}  // namespace prognos::client
