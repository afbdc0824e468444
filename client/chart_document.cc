#include "client/chart_document.h"

#include <utility>

#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/report_charts.h"

namespace prognos::client {
namespace {

constexpr int kMostActivities = 20;

}  // namespace

documents::Document ChartDocument(const v1::Forecast& forecast, const v1::ComparePeriodsResponse& periods,
                                  const Texts& texts) {
  const v1::Forecast judged = IsJudged(forecast) ? AsJudged(forecast) : forecast;
  documents::Document document{{documents::Heading{1, ForecastTitle(forecast, texts)}}};
  document.blocks.push_back(DeviationBars(RowsOf(judged, texts), texts));
  for (documents::Chart& chart : NetMonths(judged, texts)) document.blocks.push_back(std::move(chart));
  document.blocks.push_back(RollingChart(periods, kMostActivities, texts));
  for (documents::LineChart& chart : ClaimCharts(forecast, texts)) document.blocks.push_back(std::move(chart));
  return document;
}

}  // namespace prognos::client
