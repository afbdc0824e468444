#include "client/budget_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"

namespace prognos::client {
namespace {

using AmountsByActivity = std::map<std::string, BudgetAmounts>;
using TypesByActivity = std::map<std::string, std::map<std::string, BudgetAmounts>>;  // By activity and cost type.

BudgetAmounts AmountsOf(const std::string& activity, const AmountsByActivity& own) {
  const auto found = own.find(activity);
  return found == own.end() ? BudgetAmounts() : found->second;
}

class RowBuilder {
 public:
  RowBuilder(const LedgerNames& names, const Texts& texts) : texts_(texts) {
    for (const v1::Activity& activity : names.activities()) {
      AddActivity(activity.name(), activity.parent(), activity.display_name());
      if (activity.own_frame()) frames_.insert(activity.name());
    }
  }

  void Take(const v1::GetBudgetResponse& budget, AmountsByActivity RowBuilder::*amounts,
            TypesByActivity RowBuilder::*by_type) {
    for (const v1::BudgetLine& line : budget.lines()) {
      const std::string activity = ActivityOfSeries(line.series());
      if (display_names_.count(activity) == 0) AddActivity(activity, "", LastPart(activity));
      const bool is_cost = IsCostSeries(line.series());
      const auto add = [&](BudgetAmounts& sum) {
        (is_cost ? sum.cost : sum.revenue) += line.amount_ore();
        sum.original_net += is_cost ? line.original_amount_ore() : -line.original_amount_ore();
      };
      add((this->*amounts)[activity]);
      add((this->*by_type)[activity][SeriesCostType(line.series())]);
      for (std::string at = activity; !at.empty() && shown_.insert(at).second;) at = parents_[at];
    }
  }

  std::vector<BudgetRow> Build() {
    const auto append = [this](bool frames) {
      for (const std::string& root : children_[""]) {
        if (frames_.contains(root) == frames) Append(root, 0);
      }
    };
    append(/*frames=*/false);
    const bool has_frames = std::any_of(frames_.begin(), frames_.end(),
                                        [this](const std::string& frame) { return shown_.contains(frame); });
    if (has_frames) {
      rows_.push_back({.name = texts_.sum, .is_subtotal = true});
      append(/*frames=*/true);
    }
    rows_.push_back({.name = has_frames ? texts_.sum_with_frames : texts_.sum, .is_sum = true});
    return std::move(rows_);
  }

  AmountsByActivity own;
  AmountsByActivity own_before;
  TypesByActivity types;
  TypesByActivity types_before;

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
    rows_.back().activity = activity;
    rows_.back().types = types[activity];
    rows_.back().types_before = types_before[activity];
  }

  const Texts& texts_;
  std::map<std::string, std::string> display_names_;  // By activity.
  std::map<std::string, std::string> parents_;
  std::map<std::string, std::vector<std::string>> children_;  // Of "": the roots.
  std::set<std::string> shown_;                               // With a budget of their own or below.
  std::set<std::string> frames_;                              // Of their own.
  std::vector<BudgetRow> rows_;
};

}  // namespace

std::vector<BudgetRow> BudgetRows(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& before,
                                  const LedgerNames& names, const Texts& texts) {
  RowBuilder builder(names, texts);
  builder.Take(budget, &RowBuilder::own, &RowBuilder::types);
  builder.Take(before, &RowBuilder::own_before, &RowBuilder::types_before);
  return builder.Build();
}

std::string FrameOf(const std::string& series, const LedgerNames& names) {
  std::string at = ActivityOfSeries(series);
  for (size_t steps = 0; steps <= names.activities().size(); ++steps) {
    const auto found = absl::c_find_if(names.activities(), [&](const auto& one) { return one.name() == at; });
    if (found == names.activities().end()) return "";
    if (found->own_frame()) return at;
    at = found->parent();
  }
  return "";
}

}  // namespace prognos::client
