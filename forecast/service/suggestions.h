// Events that the ledger suggests (forecast/findings), and those that a person has dismissed.
#ifndef PROGNOS_FORECAST_SERVICE_SUGGESTIONS_H_
#define PROGNOS_FORECAST_SERVICE_SUGGESTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"
#include "forecast/base/run_control.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/events.pb.h"

namespace prognos::service {

struct SuggestionQuery {
  std::string organization;
  std::string series;               // An identifier; empty: all.
  int year = 0;                     // 0: all.
  std::optional<absl::Time> as_of;  // Absent: everything recorded.
  // What is booked after it is not looked at; absent: everything is.
  std::optional<Month> last_known = std::nullopt;
};

// The last known month that the names of suggestions say they were made with; absent: with all that is booked.
std::optional<Month> LastKnownOfSuggestion(absl::string_view id);

// What is suggested, in the order of ListSuggestionsResponse, also of what is dismissed: what is booked is looked at
// without what certain events say of it. A month in which others have a value and a series has none holds nothing; one
// in which nobody has a value is not known. A correction to a closed year is not suggested, since it could not be
// recorded. NOT_FOUND when the organization or the series does not exist; the errors of `control` and of the store.
absl::StatusOr<std::vector<v1::Suggestion>> ReadSuggestions(ledger::Reader& reader, const SuggestionQuery& query,
                                                            const RunControl& control);

// Records that `suggestion` is dismissed, and answers it as it stands then.
absl::StatusOr<v1::Suggestion> StoreDismissal(ledger::Writer& writer, const std::string& organization,
                                              const ledger::Recording& recording, v1::Suggestion suggestion,
                                              const std::string& reason);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SUGGESTIONS_H_
