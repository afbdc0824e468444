// The charts of a report that show how a year goes: the year against its budget, twelve months rolling, a cost against
// what pays for it and what is outstanding of that, and the rounds of earlier years against how those ended.
#ifndef PROGNOS_CLIENT_REPORT_CHARTS_H_
#define PROGNOS_CLIENT_REPORT_CHARTS_H_

#include <vector>

#include "client/forecast_rows.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {

// Of the sum and of each activity of the top level: net cost from January to each month, known or as a fan, and the
// phased budget. A complete year is a line without a fan; a forecast that has no such sums (MonthValue.year_to_date)
// gives no charts.
std::vector<documents::FanChart> YearFans(const v1::Forecast& forecast, const Texts& texts);

// The full year's net deviation of each activity of the top level, in whole tkr as the tables print it, the largest
// deficit first.
documents::BarChart DeviationBars(const std::vector<ForecastRow>& rows, const Texts& texts);

// Of the sum and of each activity of the top level: net cost month by month, what is known, and what is expected with
// its 80 % interval.
std::vector<documents::Chart> NetMonths(const v1::Forecast& forecast, const Texts& texts);

// Net cost of the largest activities of the top level, at most `most`, by twelve months that end in each month. No
// lines when fewer than two months can be shown.
documents::LineChart RollingChart(const v1::ComparePeriodsResponse& periods, int most, const Texts& texts);

// Of each activity without others below it that gets at least a fifth of its cost back: cost and revenue by twelve
// months that end in each month, with what part of the cost is covered.
std::vector<documents::LineChart> CostAgainstRevenue(const v1::ComparePeriodsResponse& periods, const Texts& texts);

// Of each line whose outstanding claim is told (OutstandingClaim): the cost of its activity and its own revenue as they
// add up from January, known and expected, and what is outstanding at the end of each month, in tkr.
std::vector<documents::LineChart> ClaimCharts(const v1::Forecast& forecast, const Texts& texts);

// How far each round of the years that have ended was from the outcome of the sum, as judged where it was judged. Plus:
// the year ended better than was said. No bars: no year has ended.
documents::BarChart AccuracyBars(const v1::CompareForecastsResponse& comparison, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REPORT_CHARTS_H_
