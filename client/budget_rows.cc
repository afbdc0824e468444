#include "client/budget_rows.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"

namespace prognos::client {
namespace {

using AmountsByActivity = std::map<std::string, BudgetAmounts>;

BudgetAmounts AmountsOf(const std::string& activity, const AmountsByActivity& own) {
  const auto found = own.find(activity);
  return found == own.end() ? BudgetAmounts() : found->second;
}

class RowBuilder {
 public:
  RowBuilder(const LedgerNames& names, const Texts& texts) : texts_(texts) {
    for (const v1::Activity& activity : names.activities())
      AddActivity(activity.name(), activity.parent(), activity.display_name());
  }

  void Take(const v1::GetBudgetResponse& budget, AmountsByActivity RowBuilder::*amounts) {
    for (const v1::BudgetLine& line : budget.lines()) {
      const std::string activity = ActivityOfSeries(line.series());
      if (display_names_.count(activity) == 0) AddActivity(activity, "", LastPart(activity));
      const bool is_cost = absl::EndsWith(line.series(), ".cost");
      BudgetAmounts& sum = (this->*amounts)[activity];
      (is_cost ? sum.cost : sum.revenue) += line.amount_ore();
      sum.original_net += is_cost ? line.original_amount_ore() : -line.original_amount_ore();
      for (std::string at = activity; !at.empty() && shown_.insert(at).second;) at = parents_[at];
    }
  }

  std::vector<BudgetRow> Build() {
    rows_.push_back({texts_.sum});
    for (const std::string& root : children_[""]) Append(root, 0);
    return std::move(rows_);
  }

  AmountsByActivity own;
  AmountsByActivity own_before;

 private:
  void AddActivity(const std::string& name, const std::string& parent, const std::string& display_name) {
    const std::string known_parent = display_names_.count(parent) == 0 ? "" : parent;
    display_names_[name] = display_name;
    parents_[name] = known_parent;
    children_[known_parent].push_back(name);
  }

  void Append(const std::string& activity, int depth) {
    if (shown_.count(activity) == 0) return;
    const size_t index = rows_.size();
    rows_.push_back({display_names_[activity], depth});
    for (const std::string& child : children_[activity]) Append(child, depth + 1);
    if (own.count(activity) == 0 && own_before.count(activity) == 0) return;
    const bool is_leaf = rows_.size() == index + 1;
    if (!is_leaf) rows_.push_back({texts_.not_allocated, depth + 1});
    rows_.back().own = AmountsOf(activity, own);
    rows_.back().own_before = AmountsOf(activity, own_before);
  }

  const Texts& texts_;
  std::map<std::string, std::string> display_names_;  // By activity.
  std::map<std::string, std::string> parents_;
  std::map<std::string, std::vector<std::string>> children_;  // Of "": the roots.
  std::set<std::string> shown_;                               // With a budget of their own or below.
  std::vector<BudgetRow> rows_;
};

}  // namespace

std::vector<BudgetRow> BudgetRows(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& before,
                                  const LedgerNames& names, const Texts& texts) {
  RowBuilder builder(names, texts);
  builder.Take(budget, &RowBuilder::own);
  builder.Take(before, &RowBuilder::own_before);
  return builder.Build();
}

}  // namespace prognos::client
