#include "client/budget_table.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_tree.h"

namespace prognos::client {
namespace {

struct Amounts {
  int64_t cost = 0;
  int64_t revenue = 0;
};

struct BudgetRow {
  std::string name;
  int parent = -1;  // Row index; -1 for the sum.
  int depth = 0;
  Amounts own = {};  // Of a leaf.
};

// Puts rows together in tree order; row 0 is the sum.
class RowBuilder {
 public:
  RowBuilder(const v1::GetBudgetResponse& budget, const LedgerNames& names, const Texts& texts) : texts_(texts) {
    for (const v1::Activity& activity : names.activities())
      AddActivity(activity.name(), activity.parent(), activity.display_name());
    for (const v1::BudgetLine& line : budget.lines()) {
      const std::string activity = ActivityOfSeries(line.series());
      if (display_names_.count(activity) == 0) AddActivity(activity, "", LastPart(activity));
      (absl::EndsWith(line.series(), ".cost") ? own_[activity].cost : own_[activity].revenue) += line.amount_ore();
      for (std::string at = activity; !at.empty() && shown_.insert(at).second;) at = parents_[at];
    }
  }

  std::vector<BudgetRow> Build() {
    rows_.push_back({texts_.sum});
    for (const std::string& root : children_[""]) Append(root, 0, 0);
    return std::move(rows_);
  }

 private:
  void AddActivity(const std::string& name, const std::string& parent, const std::string& display_name) {
    const std::string known_parent = display_names_.count(parent) == 0 ? "" : parent;
    display_names_[name] = display_name;
    parents_[name] = known_parent;
    children_[known_parent].push_back(name);
  }

  void Append(const std::string& activity, int parent, int depth) {
    if (shown_.count(activity) == 0) return;
    const int index = static_cast<int>(rows_.size());
    rows_.push_back({display_names_[activity], parent, depth});
    for (const std::string& child : children_[activity]) Append(child, index, depth + 1);
    const auto own = own_.find(activity);
    if (own == own_.end()) return;
    const bool is_leaf = static_cast<int>(rows_.size()) == index + 1;
    if (!is_leaf) rows_.push_back({texts_.own_part, index, depth + 1});
    rows_.back().own = own->second;
  }

  const Texts& texts_;
  std::map<std::string, std::string> display_names_;  // By activity.
  std::map<std::string, std::string> parents_;
  std::map<std::string, std::vector<std::string>> children_;  // Of "": the roots.
  std::map<std::string, Amounts> own_;
  std::set<std::string> shown_;  // With a budget of their own or below.
  std::vector<BudgetRow> rows_;
};

std::vector<int64_t> RoundColumn(const std::vector<BudgetRow>& rows, int64_t Amounts::*amount) {
  std::vector<int> parents;
  std::vector<int64_t> ore;
  for (const BudgetRow& row : rows) {
    parents.push_back(row.parent);
    ore.push_back(row.own.*amount);
  }
  return documents::RoundTree(parents, ore, kOrePerThousandKronor);
}

}  // namespace

Table BudgetTable(const v1::GetBudgetResponse& budget, const LedgerNames& names, const Texts& texts) {
  const std::vector<BudgetRow> rows = RowBuilder(budget, names, texts).Build();
  const std::vector<int64_t> cost = RoundColumn(rows, &Amounts::cost);
  const std::vector<int64_t> revenue = RoundColumn(rows, &Amounts::revenue);
  Table table;
  table.columns = {
      {{texts.activity}, Align::kLeft, true}, {{texts.cost_capital}}, {{texts.revenue_capital}}, {{texts.net_capital}}};
  const auto add = [&](size_t i) {
    const std::string indent(static_cast<size_t>(2 * rows[i].depth), ' ');
    table.rows.push_back({{absl::StrCat(indent, rows[i].name)},
                          {FormatInteger(cost[i], texts.language)},
                          {FormatInteger(revenue[i], texts.language)},
                          {FormatInteger(cost[i] - revenue[i], texts.language)}});
  };
  for (size_t i = 1; i < rows.size(); ++i) add(i);
  add(0);
  return table;
}

}  // namespace prognos::client
