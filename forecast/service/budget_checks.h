// The checks of a budget decision: first what it says by itself, then what it says against the store.
#ifndef PROGNOS_FORECAST_SERVICE_BUDGET_CHECKS_H_
#define PROGNOS_FORECAST_SERVICE_BUDGET_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/base/faults.h"
#include "forecast/budget/decision_effects.h"
#include "forecast/budget/phasing.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::service {

// The decision as it would be stored, without the months of lines that are to be phased.
struct CheckedDecision {
  ledger::BudgetVersion version;
  std::vector<budget::PhasingRule> rules;  // One for each line.
};

// What a decision says of itself: all of the version but its lines, and its first month, 1-12.
struct CheckedHead {
  ledger::BudgetVersion version;
  int first_month = 1;
};

// Faults are told at the fields of `budget`, with `prefix` ("budget.") before their names.
CheckedHead CheckHead(const v1::BudgetVersion& budget, const std::string& prefix, FaultList& faults);

// Every fault of the request at once.
absl::StatusOr<CheckedDecision> CheckDecision(const v1::SetBudgetRequest& request, const std::string& organization);

// That its series exist and are of money, and that a reallocation leaves the net as it was. `flows` has all series.
absl::Status CheckSeriesOfLines(const ledger::BudgetVersion& version, const budget::FlowsBySeries& flows);

// FAILED_PRECONDITION (REASON_YEAR_CLOSED) when `year` is closed.
absl::Status CheckYearOpen(const ledger::Organization& organization, int year);

// A fault at the largest line of `version` when it makes the largest months of all budgets of the organization add up
// to so much that no forecast could be computed. The outcome's half of what outlook/validation.h allows is checked at
// import (actuals_check.h); this is the other half.
absl::Status CheckRoomForForecasts(ledger::Reader& reader, const std::string& organization,
                                   const ledger::BudgetVersion& version);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BUDGET_CHECKS_H_
