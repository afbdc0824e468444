// How the money of a budget falls on months (periodisering).
#ifndef PROGNOS_FORECAST_BUDGET_PHASING_H_
#define PROGNOS_FORECAST_BUDGET_PHASING_H_

#include <cstdint>

#include "forecast/base/monthly_amounts.h"
#include "forecast/budget/budget_version.h"
#include "forecast/series/monthly_series.h"

namespace prognos::budget {

// Equal parts for the months from `first_month` (1-12) to December, 0 before; the öre that do not divide evenly go to
// the first of them. Sums to `amount_ore` exactly.
MonthlyAmounts PhaseEvenly(int64_t amount_ore, int first_month = 1);

// True when `year` of `history` has a profile to copy: the months from `first_month` on known, none negative, not all
// zero.
bool HasProfile(const MonthlySeries& history, int year, int first_month = 1);

// In proportion to the months of `year` in `history` from `first_month` on, by largest remainder; 0 before. Sums to
// `amount_ore` exactly. HasProfile(history, year, first_month) is the caller's promise.
MonthlyAmounts PhaseLikeYear(int64_t amount_ore, const MonthlySeries& history, int year, int first_month = 1);

// Fills the months of a line of `year` that is not given by month. `history` is that of its series; where it has no
// profile of the year before, a line that asks for one is phased evenly, and its note says so.
void Phase(BudgetLine& line, int year, const MonthlySeries& history);

}  // namespace prognos::budget

#endif  // PROGNOS_FORECAST_BUDGET_PHASING_H_
