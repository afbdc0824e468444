// What a budget decision changes: what was in force before it, and what is after it.
#ifndef PROGNOS_CLIENT_BUDGET_CHANGE_H_
#define PROGNOS_CLIENT_BUDGET_CHANGE_H_

#include <string>
#include <vector>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// The version that says already what `set` says: the same amounts in force by the same date, and the same description
// or none asked for. Null: there is none.
const v1::BudgetVersion* SameDecision(const v1::GetBudgetResponse& before, const v1::BudgetVersion& set);

// The same for a decision that adds: one of the same date, kind, first month and months, with the same description or
// none asked for. `before` holds the lines of its versions.
const v1::BudgetVersion* SameChange(const v1::GetBudgetResponse& before, const v1::BudgetVersion& change);

// Changed rows with what was and what is, and the whole year. Of a decision that sets, a warning where a year's amount
// changes by more than 20 %: it may have been meant to add.
documents::Document ChangeDocument(const v1::BudgetEffect& effect, bool sets, const LedgerNames& names,
                                   const Texts& texts);

// The months of the year in net before and after a decision that adds to `before`.
documents::Table MonthsTable(const v1::GetBudgetResponse& before, const v1::BudgetVersion& change, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_CHANGE_H_
