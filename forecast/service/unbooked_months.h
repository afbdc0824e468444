// Months of a file that hold nothing but zeros because nobody has booked them yet: a sheet of twelve months whose
// formulas or dashes stand as zeros until the month comes. Stored, they would say that every activity has ended.
#ifndef PROGNOS_FORECAST_SERVICE_UNBOOKED_MONTHS_H_
#define PROGNOS_FORECAST_SERVICE_UNBOOKED_MONTHS_H_

#include <string>

#include "absl/status/status.h"
#include "forecast/ledger/store.h"
#include "forecast/service/file_content.h"

namespace prognos::service {

// Takes out of `content` the months after the last one in which it has any amount of money, when at least two of its
// series have some and the ledger holds no money for these months either, and adds a note that names them. The same of
// volumes. A single series whose zeros go on has ended (docs/decisions/0011-blank-zero-missing.md).
absl::Status TakeOutUnbookedMonths(ledger::Reader& reader, const std::string& organization, const FileTargets& targets,
                                   FileContent& content);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_UNBOOKED_MONTHS_H_
