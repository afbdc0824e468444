// What PutEvents says, checked and as it is recorded; what is recorded, as messages again, and as effects on series.
#ifndef PROGNOS_FORECAST_SERVICE_EVENT_CHECKS_H_
#define PROGNOS_FORECAST_SERVICE_EVENT_CHECKS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/cases/event.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/events.pb.h"

namespace prognos::service {

inline constexpr int kMaxEvents = 2'000;

// The newest version of each event recorded by `as_of` (absent: all), also of those that are withdrawn, by identifier.
using RecordedEvents = std::map<std::string, v1::Event>;

// Errors of the store; INTERNAL for a row that is no event.
absl::StatusOr<RecordedEvents> ReadEvents(ledger::Reader& reader, const std::string& organization,
                                          std::optional<absl::Time> as_of = std::nullopt);

// Every fault that `events` have by themselves, at "events[3].first_month".
absl::Status CheckEvents(const google::protobuf::RepeatedPtrField<v1::Event>& events, const std::string& organization);

// Stores `events`, which have no fault by themselves, or answers every fault that they have against what is recorded.
// One without a name is the recorded one of the same series, kind, first month and description, of a commitment of the
// same series, reference and first day, or a new one. On return they are as they are recorded.
absl::StatusOr<ledger::AppendResult> StoreEvents(ledger::Writer& writer, const std::string& organization,
                                                 const ledger::Recording& recording,
                                                 google::protobuf::RepeatedPtrField<v1::Event>& events);

// Records that `event`, a recorded one, is withdrawn, and answers it as it stands then.
absl::StatusOr<v1::Event> StoreWithdrawal(ledger::Writer& writer, const std::string& organization,
                                          const ledger::Recording& recording, v1::Event event,
                                          const std::string& reason);

// Which events a forecast or backtest knows.
struct EventQuery {
  std::optional<absl::Time> as_of;  // Recorded by then; absent: all.
  bool none = false;                // Without any.
  std::set<std::string> excluded;   // Identifiers of those that it is to do without.
  // Each version is known to forecasts that begin in the month that it was recorded in, or later, until another takes
  // its place: for backtests. False: the newest of each, whenever a forecast begins.
  bool as_recorded = false;
};

struct KnownEvents {
  RecordedEvents events;  // The newest versions of those that count.
  // By series. Its commitments are those with a stay.
  std::map<std::string, std::vector<cases::KnownEffect>> effects;
};

// INVALID_ARGUMENT when one that is to be left out does not exist.
absl::StatusOr<KnownEvents> ReadKnownEvents(ledger::Reader& reader, const std::string& organization,
                                            const EventQuery& query);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_EVENT_CHECKS_H_
