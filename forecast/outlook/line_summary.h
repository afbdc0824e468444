// From a year's total to the numbers of a line.
#ifndef PROGNOS_FORECAST_OUTLOOK_LINE_SUMMARY_H_
#define PROGNOS_FORECAST_OUTLOOK_LINE_SUMMARY_H_

#include "forecast/outlook/outlook.h"
#include "forecast/outlook/year_total.h"

namespace prognos::outlook {

// Fills every number of `line`, whose measure is set. Quantiles of the year are those of the paths' own totals, and
// the deviation's are those of its own distribution: for a cost, the deviation at level p is the budget minus the
// outcome at level 1 - p. The probability of a deficit is the share of paths whose deviation, in whole öre, is
// negative; where months are predicted it is never 0 or 1, but at least (1/2) / (n + 1) and at most (n + 1/2) / (n + 1)
// for n paths: that none of them ends in a deficit does not rule one out.
void FillLine(const YearTotal& total, int year, int last_known_month, Line& line);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_LINE_SUMMARY_H_
