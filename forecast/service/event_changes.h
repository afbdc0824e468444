// What was said of events at each time by each person, for the list of changes.
#ifndef PROGNOS_FORECAST_SERVICE_EVENT_CHANGES_H_
#define PROGNOS_FORECAST_SERVICE_EVENT_CHANGES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/store.h"

namespace prognos::service {

struct EventChange {
  // The first three of what was recorded, "Riksnormen höjs; Flytt", each withdrawn one with its reason after a colon,
  // of a suggestion that was dismissed the reason; "…" stands for the others.
  std::string description;
  int64_t withdrawn_count = 0;
};

// By time, then author.
using EventChanges = std::map<std::pair<absl::Time, std::string>, EventChange>;

// Errors of the store; INTERNAL for a row that cannot be read.
absl::StatusOr<EventChanges> ReadEventChanges(ledger::Reader& reader, const std::string& organization);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVENT_CHANGES_H_
