// What a decision changes in the budget of its year.
//
//   in force                                100 a month        1 200
//   amendment of August, from September      10 a month more   1 240, a net change of 40
//
// A decision takes its place by its date: one that is recorded late lies below the later ones, and where a later one
// sets the year it changes nothing.
#ifndef PROGNOS_FORECAST_BUDGET_DECISION_EFFECTS_H_
#define PROGNOS_FORECAST_BUDGET_DECISION_EFFECTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "forecast/budget/budget_version.h"
#include "forecast/budget/in_force.h"
#include "forecast/series/flow.h"

namespace prognos::budget {

// By series; those that are not there count as costs.
using FlowsBySeries = absl::flat_hash_map<std::string, Flow>;

// In öre, costs and revenues both positive.
struct CostAndRevenue {
  int64_t cost = 0;
  int64_t revenue = 0;
  int64_t net() const { return cost - revenue; }
  void Add(Flow flow, int64_t ore) { (flow == Flow::kRevenue ? revenue : cost) += ore; }
  friend bool operator==(const CostAndRevenue&, const CostAndRevenue&) = default;
};

// The amounts of `lines`.
CostAndRevenue SumOf(absl::Span<const BudgetLine> lines, const FlowsBySeries& flows);

struct DecisionEffect {
  struct Line {
    std::string series_id;
    std::optional<int64_t> was_ore;  // The year; absent: there was no budget.
    int64_t is_ore = 0;
    friend bool operator==(const Line&, const Line&) = default;
  };
  std::vector<Line> lines;             // Whose year or months change, in the order of the decision.
  std::vector<std::string> outranked;  // Series that a later decision sets: nothing changes for them.
  int64_t net_was_ore = 0;             // Of all series of the year.
  int64_t net_is_ore = 0;
};

// What `decision` changes where `before` is all that was decided for the year; its version is none of theirs.
DecisionEffect EffectOf(const std::vector<BudgetVersion>& before, const BudgetVersion& decision,
                        const FlowsBySeries& flows);

// What withdrawing `decision` changes where `others` is all else that counts for the year: what it had changed, the
// other way round. A series without another budget has 0 afterwards.
DecisionEffect EffectOfWithdrawing(const std::vector<BudgetVersion>& others, const BudgetVersion& decision,
                                   const FlowsBySeries& flows);

// Whether withdrawing `decision`, where `others` is all else that counts for the year, would leave money on a series
// that a move has emptied: what the move took away was worked out from it.
bool UndoesAMove(const std::vector<BudgetVersion>& others, const BudgetVersion& decision);

// By version: how the year's costs and revenues changed when it was decided. Summed over all versions they are the
// budget in force.
absl::flat_hash_map<int, CostAndRevenue> ChangesByVersion(const std::vector<BudgetVersion>& versions,
                                                          const FlowsBySeries& flows);

}  // namespace prognos::budget

#endif  // PROGNOS_FORECAST_BUDGET_DECISION_EFFECTS_H_
