// How a yearly budget falls on the twelve months (periodisering).
#ifndef PROGNOS_FORECAST_OUTLOOK_PHASING_H_
#define PROGNOS_FORECAST_OUTLOOK_PHASING_H_

#include <array>
#include <cstdint>

#include "forecast/series/monthly_series.h"

namespace prognos::outlook {

using MonthlyAmounts = std::array<int64_t, 12>;  // January to December, öre.

// One twelfth each; the öre that do not divide evenly go to the first months. Sums to `yearly_ore` exactly.
MonthlyAmounts PhaseEvenly(int64_t yearly_ore);

// True when `year` of `history` has a profile to copy: all twelve months known, none negative, not all zero.
bool HasProfile(const MonthlySeries& history, int year);

// In proportion to the months of `year` in `history`, by largest remainder; sums to `yearly_ore` exactly.
// HasProfile(history, year) is the caller's promise.
MonthlyAmounts PhaseLikeYear(int64_t yearly_ore, const MonthlySeries& history, int year);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_PHASING_H_
