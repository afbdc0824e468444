// What a driver makes of a series' year: both ways to its full year, and the claim that is outstanding on refunds.
#ifndef PROGNOS_FORECAST_OUTLOOK_DRIVEN_YEAR_H_
#define PROGNOS_FORECAST_OUTLOOK_DRIVEN_YEAR_H_

#include "forecast/cases/case_forecaster.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/outlook/outlook.h"
#include "forecast/outlook/year_total.h"

namespace prognos::outlook {

// `forecast`: the forecast of `link`, whose driver was used and which `total`, the whole year of the series, holds; of
// a complete year it is empty, and both ways are that year. `forecaster` is the one that made it. Volume and price are
// left out, see below.
DrivenYear DrivenYearOf(const cases::DriverLink& link, const cases::DrivenForecast& forecast, const YearTotal& total,
                        const cases::CaseForecaster& forecaster);

// `volume` is the line of the driver, `line` that of the cost. `has_budget`: the budget of the cost is its own.
VolumeAndPrice VolumeAndPriceOf(const DriverInput& driver, const Line& volume, const Line& line, bool has_budget);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_DRIVEN_YEAR_H_
