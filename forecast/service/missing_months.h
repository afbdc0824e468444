// Months that are claimed to be known, or complete, and in which nothing is booked.
#ifndef PROGNOS_FORECAST_SERVICE_MISSING_MONTHS_H_
#define PROGNOS_FORECAST_SERVICE_MISSING_MONTHS_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/month.h"
#include "forecast/ledger/store.h"
#include "forecast/outlook/outlook.h"

namespace prognos::service {

// The months of the input's year, from the ledger's first one to the last known one, in which no series of money has a
// value, rising, and that are not open for all; no volume, when there is no money at all. Every month up to the last
// known one when the ledger is empty.
std::vector<Month> MissingMonths(const outlook::OutlookInput& input);

// The same of all twelve months of a year, as recorded now. NOT_FOUND: the organization.
absl::StatusOr<std::vector<Month>> MissingMonthsOfYear(ledger::Reader& reader, absl::string_view organization,
                                                       int year);

// "2025-03, 2025-09 – 2025-12".
std::string MonthsText(const std::vector<Month>& months);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_MISSING_MONTHS_H_
