// What an actual must satisfy before it may be recorded, whether it came in a message or a file.
#ifndef PROGNOS_FORECAST_SERVICE_ACTUALS_CHECK_H_
#define PROGNOS_FORECAST_SERVICE_ACTUALS_CHECK_H_

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/base/faults.h"
#include "forecast/base/unit.h"
#include "forecast/ledger/store.h"
#include "forecast/messages/message.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// The largest months of all series together, in öre (thousandths for volumes): with kMostTimesKnown (10) times these
// in twelve months this is half of what outlook/validation.cc allows, 2^62.
inline constexpr double kMostOfMonthsTogether = 1.92e16;
// In wholes, for messages.
inline Argument MostOfMonthsTogether() {
  return Argument::Count(std::llround(kMoneyUnit.Wholes(kMostOfMonthsTogether)));
}
// No more than this in any month of the 20 000 series of an organization stays far within.
inline constexpr double kHarmlessMonth = 4e11;

// The series of one organization, and the months that may be written.
class ActualsCheck {
 public:
  // Reads series and closed years of `organization`. NOT_FOUND when it does not exist.
  static absl::StatusOr<ActualsCheck> For(ledger::Reader& reader, absl::string_view organization, absl::Time now);

  // The actual as it would be stored; adds faults (`{place}.series`, `.month`, `.value`) for everything wrong with it.
  ledger::NewActual Check(const v1::Actual& actual, const std::string& place, FaultList& faults) const;

  // Only the month: not begun yet, or in a closed year. A value that a closed year holds already is no fault, so that a
  // file with last year in it can be loaded again.
  void CheckMonthOpen(const ledger::NewActual& actual, std::string place, FaultList& faults) const;

  // nullptr when there is no such series.
  const ledger::Series* FindSeries(absl::string_view id) const;

 private:
  absl::Status ReadClosedValues(ledger::Reader& reader);
  int64_t CheckValue(const v1::Actual& actual, Flow flow, const std::string& place, FaultList& faults) const;

  std::string organization_;
  absl::flat_hash_map<std::string, ledger::Series> series_;
  absl::flat_hash_set<int> closed_years_;
  // What the closed years hold, by series and month index.
  absl::flat_hash_map<std::pair<std::string, int>, int64_t> closed_values_;
  Month current_month_;
};

// A fault for each series and month that comes twice; `places[i]` tells where `actuals[i]` stood.
void CheckNoDuplicates(const std::vector<ledger::NewActual>& actuals, const std::vector<std::string>& places,
                       FaultList& faults);

// A fault for each value beyond the greatest amount; `places[i]` tells where `actuals[i]` stood.
void CheckSizes(const std::vector<ledger::NewActual>& actuals, const std::vector<std::string>& places,
                FaultList& faults);

// A fault at the largest of `actuals` when they make the months of the organization so large together that no forecast
// could be computed (outlook/validation.h asks for room for ten times the largest month of each series, all year). Half
// of that room is left to budgets. Reads the ledger only when some value is extreme.
absl::Status CheckRoomForForecasts(ledger::Reader& reader, const std::string& organization,
                                   const std::vector<ledger::NewActual>& actuals,
                                   const std::vector<std::string>& places, FaultList& faults);

// FAILED_PRECONDITION with REASON_YEAR_CLOSED when all faults are closed years, else INVALID_ARGUMENT; OK when empty.
absl::Status ActualsStatus(const FaultList& faults);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ACTUALS_CHECK_H_
