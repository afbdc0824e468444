// The budget of a year in print: cost, revenue and net down the tree of activities.
#ifndef PROGNOS_CLIENT_BUDGET_TABLE_H_
#define PROGNOS_CLIENT_BUDGET_TABLE_H_

#include <string>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// In tkr; where decisions have changed what was set, its net stands between: original, change, adjusted. One row for
// each activity that has a budget or stands above one, indented as in the tables of forecasts, and the sum last. What
// is set on an activity that has such rows below stands as a row of its own after them, so that in every column rows
// sum to their parent and to the sum as printed.
// `by_type`: after each row with money of a cost type those of its types, which add up both ways.
documents::Table BudgetTable(const v1::GetBudgetResponse& budget, const LedgerNames& names, const Texts& texts,
                             bool by_type = false);

// What a decision that adds is and from when: "tilläggsanslag från augusti"; empty for one that sets.
std::string DecisionText(const v1::BudgetVersion& version, const Texts& texts);

// The table under its title, and the decisions that it holds.
documents::Document BudgetDocument(const v1::GetBudgetResponse& budget, const LedgerNames& names, int year,
                                   const Texts& texts, bool by_type = false);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_TABLE_H_
