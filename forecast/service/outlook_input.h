// Gathers from the store what a forecast is computed from.
#ifndef PROGNOS_FORECAST_SERVICE_OUTLOOK_INPUT_H_
#define PROGNOS_FORECAST_SERVICE_OUTLOOK_INPUT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/store.h"
#include "forecast/outlook/outlook.h"
#include "forecast/service/event_checks.h"

namespace prognos::service {

// What is asked of the store.
struct ForecastCut {
  std::string organization;
  int year = 0;
  int last_known_month = 0;         // 0-12.
  std::optional<absl::Time> as_of;  // Absent: everything recorded.
  absl::CivilDay latest_decision;   // Budgets decided later do not count, whatever the round.
  bool takes_marks = false;         // Months are known as far as they are booked (known_months.h).
  EventQuery events = {};           // Its `as_of` is not read: it is that of the cut.

  // The last decision that a round of `round_year` with the same known months may know: those of the month after the
  // last known one are, for that is when the round is made.
  absl::CivilDay DecidedBy(int round_year) const;
};

// What the store answered, in the order of the tree.
struct ForecastMaterial {
  ledger::Organization organization;
  ledger::ActivityTree tree;
  std::vector<ledger::Series> series;        // Same order as input.series.
  std::vector<ledger::CostType> cost_types;  // Those that series are of, in the order of the list and of input.types.
  int64_t ledger_position = 0;
  RecordedEvents events;        // Those that count.
  outlook::OutlookInput input;  // Without options.

  // The index of its type in cost_types; -1: it has none.
  int TypeOf(const ledger::Series& one) const;
};

// Actuals (known_months.h), budgets, events and structure (tree, names, series) as known at the cut's `as_of`. With
// `takes_marks` the input's last known month lies before those that are open for all activities. NOT_FOUND when the
// organization does not exist.
absl::StatusOr<ForecastMaterial> ReadForecastMaterial(ledger::Reader& reader, const ForecastCut& cut);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_OUTLOOK_INPUT_H_
