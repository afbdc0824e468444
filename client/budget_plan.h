// The budget of a year beside that of the year before: the nämndplan, and the bridge from one to the other.
#ifndef PROGNOS_CLIENT_BUDGET_PLAN_H_
#define PROGNOS_CLIENT_BUDGET_PLAN_H_

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// In tkr, down the tree as BudgetTable: cost, revenue and net of the year, net of the year before, change. Plus is a
// larger budget, as nämndplaner have it (a deviation is plus when money is left). With `by_type` each row is followed
// by its cost types (budget_types.h).
documents::Table PlanTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                           const LedgerNames& names, int year, bool by_type, const Texts& texts);

// In net tkr that add up: the budget of the year before with all that was decided for it, the steps from there
// (budget_steps.h), and the budget of the year. Plus is a larger budget. What has a frame of its own is left out. With
// `by_type` each row is followed by its cost types, which add up to it and from step to step.
documents::Table BridgeTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                             const LedgerNames& names, int year, bool by_type, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_PLAN_H_
