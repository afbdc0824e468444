// Twelve amounts of a year, January to December, in whole öre (thousandths for a volume).
#ifndef PROGNOS_FORECAST_BASE_MONTHLY_AMOUNTS_H_
#define PROGNOS_FORECAST_BASE_MONTHLY_AMOUNTS_H_

#include <array>
#include <cstdint>

namespace prognos {

using MonthlyAmounts = std::array<int64_t, 12>;

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_MONTHLY_AMOUNTS_H_
