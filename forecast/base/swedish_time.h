// The clock on the wall of a Swedish municipality: what "today" and "this month" mean in a ledger.
#ifndef PROGNOS_FORECAST_BASE_SWEDISH_TIME_H_
#define PROGNOS_FORECAST_BASE_SWEDISH_TIME_H_

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"

namespace prognos {

// Europe/Stockholm with its summer time. Where the machine has no time zone database (Debian's tzdata): UTC+1 all year,
// an hour wrong in summer.
absl::TimeZone SwedishTimeZone();

// Whether SwedishTimeZone() knows summer time here.
bool HasSwedishTimeZone();

// The day and the month in Sweden at `time`, which lies in 1900-2199.
absl::CivilDay SwedishDay(absl::Time time);
Month SwedishMonth(absl::Time time);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_SWEDISH_TIME_H_
