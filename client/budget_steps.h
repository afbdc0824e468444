// How a year's budget came about from that of the year before: what had left by then, and what each decision changed.
//
//   budget of the year before + the changes of all steps = budget of the year          series by series, to the öre
#ifndef PROGNOS_CLIENT_BUDGET_STEPS_H_
#define PROGNOS_CLIENT_BUDGET_STEPS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// Net, in öre, by cost type (its identifier; "": money without one); without what has a frame of its own.
using NetByType = std::map<std::string, int64_t>;

int64_t SumOf(const NetByType& net);

// Of a whole budget.
NetByType NetByTypeOf(const v1::GetBudgetResponse& budget, const LedgerNames& names);

struct BudgetStep {
  std::string name;
  NetByType change;
};

// In the order in which decisions count. `budget` was read with the lines of its versions, and `names` are those of the
// year. What an activity had that left before the year was budgeted, so that no decision of the year names its series,
// is a step of its own, the first. What the first decision sets is told as its change from the rest of the year before.
// A decision counts in all as the service says; without its lines it changes money without a type.
std::vector<BudgetStep> StepsOf(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                                const LedgerNames& names, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_STEPS_H_
