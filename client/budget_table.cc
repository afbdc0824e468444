#include "client/budget_table.h"

#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "forecast/documents/table_tree.h"

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

documents::Row RowOf(const BudgetRow& row) {
  const auto tkr = [](int64_t ore) { return documents::Cell{documents::RoundedAmount(ore, documents::Tkr())}; };
  return {.cells = {{row.name}, tkr(row.own.cost), tkr(row.own.revenue), {}}, .level = row.depth};
}

// The net as it is printed: cost minus revenue of the same row.
documents::Cell NetOf(const documents::Row& row) {
  const auto& cost = std::get<documents::Amount>(row.cells[1].value);
  const auto& revenue = std::get<documents::Amount>(row.cells[2].value);
  return {documents::Amount{cost.exact - revenue.exact, cost.shown - revenue.shown, documents::Tkr()}};
}

}  // namespace

documents::Table BudgetTable(const v1::GetBudgetResponse& budget, const LedgerNames& names, const Texts& texts) {
  using documents::ColumnKind;
  const std::vector<BudgetRow> rows = RowBuilder(budget, names, texts).Build();
  documents::Table table;
  table.id = "budget";
  table.columns = {{"activity", {texts.activity}, ColumnKind::kText, true},
                   {"cost", {texts.cost_capital}, ColumnKind::kAmount, false, "tkr"},
                   {"revenue", {texts.revenue_capital}, ColumnKind::kAmount, false, "tkr"},
                   {"net", {texts.net_capital}, ColumnKind::kAmount, false, "tkr"}};
  for (size_t i = 1; i < rows.size(); ++i) table.rows.push_back(RowOf(rows[i]));
  table.rows.push_back(RowOf(rows.front()));
  table.rows.back().is_sum = true;
  documents::RoundDownTheTree(table, 1);
  documents::RoundDownTheTree(table, 2);
  for (documents::Row& row : table.rows) row.cells[3] = NetOf(row);
  return table;
}

documents::Document BudgetDocument(const v1::GetBudgetResponse& budget, const LedgerNames& names, int year,
                                   const Texts& texts) {
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, absl::Substitute(texts.budget_title, year)});
  document.blocks.push_back(BudgetTable(budget, names, texts));
  if (budget.versions().empty()) return document;
  documents::List versions;
  for (const v1::BudgetVersion& version : budget.versions()) {
    versions.items.push_back(absl::StrCat(version.version(), "  ", version.decision_date()));
    if (!version.description().empty()) absl::StrAppend(&versions.items.back(), "  ", version.description());
  }
  document.blocks.push_back(documents::Heading{2, texts.versions});
  document.blocks.push_back(versions);
  return document;
}

}  // namespace prognos::client
