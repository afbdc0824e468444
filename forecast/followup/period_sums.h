// What is booked of a year beside the same months of the year before, and of twelve months beside the twelve before
// them.
#ifndef PROGNOS_FORECAST_FOLLOWUP_PERIOD_SUMS_H_
#define PROGNOS_FORECAST_FOLLOWUP_PERIOD_SUMS_H_

#include <cstdint>
#include <map>
#include <optional>

#include "forecast/base/month.h"

namespace prognos::followup {

// Each absent when the ledger does not reach back to its first month. In the unit of the values.
struct PeriodSums {
  std::optional<int64_t> year_to_date;          // January to the month.
  std::optional<int64_t> last_year_to_date;     // The same months of the year before.
  std::optional<int64_t> twelve_months;         // To the month.
  std::optional<int64_t> twelve_months_before;  // The twelve before those.

  // Month by month: absent where either is.
  PeriodSums& operator+=(const PeriodSums& other);
  PeriodSums& operator-=(const PeriodSums& other);

  friend bool operator==(const PeriodSums&, const PeriodSums&) = default;
};

// Zero wherever the ledger that begins with `first` reaches.
PeriodSums NothingBooked(Month first, Month until);

// `values`, öre or thousandths by month: a month without a value is zero, as nothing is booked in it. Months before
// `first`, with which the ledger begins, are not known. What lies after `until` is not looked at.
PeriodSums PeriodSumsOf(const std::map<Month, int64_t>& values, Month first, Month until);

}  // namespace prognos::followup

#endif  // PROGNOS_FORECAST_FOLLOWUP_PERIOD_SUMS_H_
