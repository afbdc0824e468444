// What the calls about budgets answer of a decision.
#ifndef PROGNOS_FORECAST_SERVICE_BUDGET_ANSWERS_H_
#define PROGNOS_FORECAST_SERVICE_BUDGET_ANSWERS_H_

#include <string>
#include <vector>

#include "forecast/budget/decision_effects.h"
#include "forecast/ledger/records.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::service {

budget::FlowsBySeries FlowsOf(const std::vector<ledger::Series>& series);

v1::BudgetEffect EffectToProto(const std::string& organization, const budget::DecisionEffect& effect);

// Adds the lines of `version` to `answer`, which has all else of it.
void AddLines(const std::string& organization, const ledger::BudgetVersion& version, v1::BudgetVersion& answer);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BUDGET_ANSWERS_H_
