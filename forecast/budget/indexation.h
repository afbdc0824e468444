// A budget raised by so many per cent, exactly: per cent are whole thousandths, 1.9 % is 1900, and nothing passes
// through floating point.
#ifndef PROGNOS_FORECAST_BUDGET_INDEXATION_H_
#define PROGNOS_FORECAST_BUDGET_INDEXATION_H_

#include <cstdint>

#include "forecast/base/monthly_amounts.h"

namespace prognos::budget {

// `ore` * per cent, rounded to the öre, halves away from zero.
int64_t PercentOf(int64_t ore, int64_t thousandths_of_percent);

// The same of the months from `first_month` (1-12) on; 0 before. Each is rounded so that they sum to PercentOf their
// sum: month m is PercentOf(sum up to m) - PercentOf(sum up to m - 1).
MonthlyAmounts PercentOf(const MonthlyAmounts& months, int64_t thousandths_of_percent, int first_month = 1);

}  // namespace prognos::budget

#endif  // PROGNOS_FORECAST_BUDGET_INDEXATION_H_
