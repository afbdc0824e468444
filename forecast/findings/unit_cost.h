// Months whose cost does not fit their volume: a unit cost far from that of the months around it, where neither the
// cost nor the volume tells by itself.
#ifndef PROGNOS_FORECAST_FINDINGS_UNIT_COST_H_
#define PROGNOS_FORECAST_FINDINGS_UNIT_COST_H_

#include <vector>

#include "forecast/findings/finding.h"
#include "forecast/series/monthly_series.h"

namespace prognos::findings {

// FindUnusualMonths of cost / volume over the months in which both are positive, as costs: `seen` the cost, `expected`
// the volume at the unit cost expected. `known`: what was found in either by itself; its months are left out, and where
// it is a new level no month is found, for the prices before and after are not the same. Rising by month.
std::vector<Finding> FindUnfittingCosts(const MonthlySeries& cost, const MonthlySeries& volume,
                                        const std::vector<Finding>& known);

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_UNIT_COST_H_
