#include "forecast/service/budget_answers.h"

#include "forecast/service/conversion.h"
#include "forecast/service/names.h"

namespace prognos::service {

budget::FlowsBySeries FlowsOf(const std::vector<ledger::Series>& series) {
  budget::FlowsBySeries flows;
  for (const ledger::Series& one : series) flows[one.id] = one.flow;
  return flows;
}

v1::BudgetEffect EffectToProto(const std::string& organization, const budget::DecisionEffect& effect) {
  v1::BudgetEffect result;
  for (const budget::DecisionEffect::Line& line : effect.lines) {
    v1::BudgetEffect::Line& added = *result.add_lines();
    added.set_series(SeriesName(organization, line.series_id));
    if (line.was_ore.has_value()) added.set_was_ore(*line.was_ore);
    added.set_is_ore(line.is_ore);
  }
  for (const std::string& series_id : effect.outranked) result.add_outranked(SeriesName(organization, series_id));
  result.set_net_was_ore(effect.net_was_ore);
  result.set_net_is_ore(effect.net_is_ore);
  return result;
}

void AddLines(const std::string& organization, const ledger::BudgetVersion& version, v1::BudgetVersion& answer) {
  for (const ledger::BudgetLine& line : version.lines) {
    v1::BudgetLine& added = *answer.add_lines();
    added = ToProto(organization, line);
    added.set_decision_date(answer.decision_date());
  }
}

}  // namespace prognos::service
