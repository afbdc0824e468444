#include "client/budget_plan.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_rows.h"
#include "client/budget_table.h"
#include "forecast/documents/rounded_tree.h"
#include "forecast/documents/table_tree.h"

namespace prognos::client {
namespace {

using documents::Amount;
using documents::Cell;
using documents::ColumnKind;

enum PlanColumn : size_t { kName, kCost, kRevenue, kNet, kNetBefore, kChange, kColumns };

Cell Tkr(int64_t ore) { return {documents::RoundedAmount(ore, documents::Tkr())}; }

// As they are printed, so that rows add up.
Cell PlanDifference(const Cell& one, const Cell& other, Sign sign) {
  const auto& a = std::get<Amount>(one.value);
  const auto& b = std::get<Amount>(other.value);
  return {Amount{a.exact - b.exact, a.shown - b.shown, documents::Tkr(), sign}};
}

// Without what has a frame of its own.
int64_t NetOf(const v1::GetBudgetResponse& budget, const LedgerNames& names) {
  int64_t net = 0;
  for (const v1::BudgetLine& line : budget.lines()) {
    if (IsInFrameOfItsOwn(line.series(), names)) continue;
    net += IsRevenueSeries(line.series()) ? -line.amount_ore() : line.amount_ore();
  }
  return net;
}

// In the order in which they count.
std::vector<const v1::BudgetVersion*> InOrder(const v1::GetBudgetResponse& budget) {
  std::vector<const v1::BudgetVersion*> versions;
  for (const v1::BudgetVersion& version : budget.versions()) versions.push_back(&version);
  std::sort(versions.begin(), versions.end(), [](const auto* a, const auto* b) {
    return std::pair(a->decision_date(), a->version()) < std::pair(b->decision_date(), b->version());
  });
  return versions;
}

int64_t NetChange(const v1::BudgetVersion& version) {
  return version.cost_change_ore() - version.revenue_change_ore() - version.frames_net_change_ore();
}

std::string NameOf(const v1::BudgetVersion& version, const Texts& texts) {
  if (!version.description().empty()) return version.description();
  const std::string decision = DecisionText(version, texts);
  return absl::StrCat(version.decision_date(), decision.empty() ? "" : "  ", decision);
}

}  // namespace

documents::Table PlanTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                           const LedgerNames& names, int year, const Texts& texts) {
  documents::Table table;
  table.id = "plan";
  const std::string before = absl::StrCat(year - 1);
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return documents::Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  table.columns = {{"activity", {texts.activity}, ColumnKind::kText, true},
                   amount("cost", {texts.cost_capital, absl::StrCat(year)}),
                   amount("revenue", {texts.revenue_capital, absl::StrCat(year)}),
                   amount("net", {texts.net_capital, absl::StrCat(year)}),
                   amount("net_before", {texts.net_capital, before}),
                   amount("change", {texts.budget_change})};
  for (const BudgetRow& row : BudgetRows(budget, year_before, names, texts)) {
    std::vector<Cell> cells(kColumns);
    cells[kName] = {row.name};
    cells[kCost] = Tkr(row.own.cost);
    cells[kRevenue] = Tkr(row.own.revenue);
    cells[kNetBefore] = Tkr(row.own_before.cost - row.own_before.revenue);
    table.rows.push_back(
        {.cells = std::move(cells), .level = row.depth, .is_sum = row.is_sum, .is_subtotal = row.is_subtotal});
  }
  documents::RoundDownTheTree(table, kCost, kRevenue);
  documents::RoundDownTheTree(table, kNetBefore);
  for (documents::Row& row : table.rows) {
    row.cells[kNet] = PlanDifference(row.cells[kCost], row.cells[kRevenue], Sign::kWhenNegative);
    row.cells[kChange] = PlanDifference(row.cells[kNet], row.cells[kNetBefore], Sign::kAlways);
  }
  return table;
}

documents::Table BridgeTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                             const LedgerNames& names, int year, const Texts& texts) {
  documents::Table table{"bridge",
                         {{"step", {texts.bridge_step}, ColumnKind::kText, true},
                          {"net", {texts.net_capital}, ColumnKind::kAmount, false, "tkr"}},
                         {}};
  std::vector<std::string> steps = {absl::Substitute(texts.budget_of_year, year - 1)};
  std::vector<int> parents = {-1, 0};
  std::vector<int64_t> ore = {0, NetOf(year_before, names)};
  for (const v1::BudgetVersion* version : InOrder(budget)) {
    const bool is_first = steps.size() == 1;
    steps.push_back(NameOf(*version, texts));
    parents.push_back(0);
    ore.push_back(NetChange(*version) - (is_first ? ore[1] : 0));
  }
  const std::vector<int64_t> shown = documents::RoundTree(parents, ore, kOrePerThousandKronor);
  for (size_t i = 0; i < steps.size(); ++i) {
    const Sign sign = i == 0 ? Sign::kWhenNegative : Sign::kAlways;
    table.rows.push_back(
        {.cells = {{steps[i]}, {Amount{ore[i + 1], shown[i + 1], documents::Tkr(), sign}}}, .level = i == 0 ? 0 : 1});
  }
  table.rows.push_back({.cells = {{absl::Substitute(texts.budget_of_year, year)},
                                  {Amount{NetOf(budget, names), shown[0], documents::Tkr()}}},
                        .is_sum = true});
  return table;
}

}  // namespace prognos::client
