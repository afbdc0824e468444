// How the months of a series may end that are still filling.
#ifndef PROGNOS_FORECAST_CASES_FILLING_MONTHS_H_
#define PROGNOS_FORECAST_CASES_FILLING_MONTHS_H_

#include <vector>

#include "forecast/cases/series_case.h"

namespace prognos::cases {

// Months that are known, with a growth.
std::vector<UnfinishedMonth> FillingMonths(const SeriesCase& series);

// Of each of FillingMonths a row with one value a path, in parts; their mean is the month's value in the history. What
// is not known of a growth that series of one flow share is the same in path p of all of them, so that it does not
// vanish in sums; what is not known of the series' own growth is the same in its months.
Matrix DrawFillingMonths(const SeriesCase& series, int path_count);

// The series with each of FillingMonths one standard error higher: how a forecast follows the months that it knows
// least shows in what becomes of it. Unchanged without such months.
SeriesCase WithFillingMonthsHigher(const SeriesCase& series);

// Moves the paths of the months to come (columns, as many as DrawFillingMonths draws) with those of the months that are
// filling: where these end higher together by the share z of what they are higher in WithFillingMonthsHigher, by z
// times what the forecast's mean is higher there, `response`. That is held within the largest standard error of such a
// month, which is `parts_per_unit` times smaller in the units of both.
void FollowFillingMonths(const SeriesCase& series, const Vector& response, double parts_per_unit, Matrix& paths);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_FILLING_MONTHS_H_
