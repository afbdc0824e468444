#include "forecast/budget/decision_effects.h"

#include <algorithm>

namespace prognos::budget {
namespace {

Flow FlowOf(const std::string& series_id, const FlowsBySeries& flows) {
  const auto found = flows.find(series_id);
  return found == flows.end() ? Flow::kCost : found->second;
}

// The year's amount; 0 where there is none.
int64_t YearOf(const std::string& series_id, const BudgetInForce& budget) {
  const auto found = budget.find(series_id);
  return found == budget.end() ? 0 : found->second.line.amount_ore;
}

int64_t NetOf(const BudgetInForce& budget, const FlowsBySeries& flows) {
  CostAndRevenue sum;
  for (const auto& [series_id, in_force] : budget) sum.Add(FlowOf(series_id, flows), in_force.line.amount_ore);
  return sum.net();
}

}  // namespace

CostAndRevenue SumOf(absl::Span<const BudgetLine> lines, const FlowsBySeries& flows) {
  CostAndRevenue sum;
  for (const BudgetLine& line : lines) sum.Add(FlowOf(line.series_id, flows), line.amount_ore);
  return sum;
}

DecisionEffect EffectOf(const std::vector<BudgetVersion>& before, const BudgetVersion& decision,
                        const FlowsBySeries& flows) {
  std::vector<BudgetVersion> versions = before;
  versions.push_back(decision);
  const BudgetInForce was = LinesInForce(before);
  const BudgetInForce is = LinesInForce(versions);
  DecisionEffect effect;
  for (const BudgetLine& line : decision.lines) {
    const LineInForce& now = is.at(line.series_id);
    if (std::find(now.versions.begin(), now.versions.end(), decision.version) == now.versions.end()) {
      effect.outranked.push_back(line.series_id);
      continue;
    }
    const auto old = was.find(line.series_id);
    if (old == was.end()) {
      effect.lines.push_back({line.series_id, std::nullopt, now.line.amount_ore});
    } else if (old->second.line.monthly_ore != now.line.monthly_ore) {
      effect.lines.push_back({line.series_id, old->second.line.amount_ore, now.line.amount_ore});
    }
  }
  effect.net_was_ore = NetOf(was, flows);
  effect.net_is_ore = NetOf(is, flows);
  return effect;
}

DecisionEffect EffectOfWithdrawing(const std::vector<BudgetVersion>& others, const BudgetVersion& decision,
                                   const FlowsBySeries& flows) {
  DecisionEffect effect = EffectOf(others, decision, flows);
  for (DecisionEffect::Line& line : effect.lines) {
    const int64_t without = line.was_ore.value_or(0);
    line.was_ore = std::exchange(line.is_ore, without);
  }
  std::swap(effect.net_was_ore, effect.net_is_ore);
  return effect;
}

bool UndoesAMove(const std::vector<BudgetVersion>& others, const BudgetVersion& decision) {
  std::vector<BudgetVersion> all = others;
  all.push_back(decision);
  const BudgetInForce was = LinesInForce(all);
  const BudgetInForce is = LinesInForce(others);
  const auto is_empty = [](const BudgetInForce& budget, const BudgetLine& moved) {
    const auto& months = budget.at(moved.series_id).line.monthly_ore;
    return std::all_of(months.begin() + (moved.first_month - 1), months.end(), [](int64_t ore) { return ore == 0; });
  };
  return std::any_of(others.begin(), others.end(), [&](const BudgetVersion& other) {
    return other.kind == DecisionKind::kMove &&
           std::any_of(other.lines.begin(), other.lines.end(),
                       [&](const BudgetLine& moved) { return is_empty(was, moved) && !is_empty(is, moved); });
  });
}

absl::flat_hash_map<int, CostAndRevenue> ChangesByVersion(const std::vector<BudgetVersion>& versions,
                                                          const FlowsBySeries& flows) {
  absl::flat_hash_map<int, CostAndRevenue> changes;
  BudgetInForce budget;
  for (const BudgetVersion* decision : InOrderOfDecision(versions)) {
    CostAndRevenue& change = changes[decision->version];
    for (const BudgetLine& line : decision->lines) {
      change.Add(FlowOf(line.series_id, flows), -YearOf(line.series_id, budget));
    }
    Apply(*decision, budget);
    for (const BudgetLine& line : decision->lines) {
      change.Add(FlowOf(line.series_id, flows), YearOf(line.series_id, budget));
    }
  }
  return changes;
}

}  // namespace prognos::budget
