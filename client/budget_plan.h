// The budget of a year beside that of the year before: the nämndplan, and the bridge from one to the other.
#ifndef PROGNOS_CLIENT_BUDGET_PLAN_H_
#define PROGNOS_CLIENT_BUDGET_PLAN_H_

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// In tkr, down the tree as BudgetTable: cost, revenue and net of the year, net of the year before, change. Plus is a
// larger budget, as nämndplaner have it (a deviation is plus when money is left).
documents::Table PlanTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                           const LedgerNames& names, int year, const Texts& texts);

// In net tkr that add up: the budget of the year before with all that was decided for it, what each decision of the
// year changed in the order of their dates, and the budget of the year. What the first decision sets is told as its
// change from the year before. Plus is a larger budget. What has a frame of its own is left out.
documents::Table BridgeTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                             const LedgerNames& names, int year, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_PLAN_H_
