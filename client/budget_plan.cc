#include "client/budget_plan.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_rows.h"
#include "client/budget_steps.h"
#include "client/budget_types.h"
#include "forecast/documents/rounded_shares.h"
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

int64_t NetOf(const NetByType& net, const std::string& type) {
  const auto found = net.find(type);
  return found == net.end() ? 0 : found->second;
}

}  // namespace

documents::Table PlanTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                           const LedgerNames& names, int year, bool by_type, const Texts& texts) {
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
  const std::vector<BudgetRow> rows = BudgetRows(budget, year_before, names, texts);
  for (const BudgetRow& row : rows) {
    std::vector<Cell> cells(kColumns);
    cells[kName] = {row.name};
    cells[kCost] = Tkr(row.own.cost);
    cells[kRevenue] = Tkr(row.own.revenue);
    cells[kNetBefore] = Tkr(row.own_before.net());
    table.rows.push_back(
        {.cells = std::move(cells), .level = row.depth, .is_sum = row.is_sum, .is_subtotal = row.is_subtotal});
  }
  documents::RoundDownTheTree(table, kCost, kRevenue);
  documents::RoundDownTheTree(table, kNetBefore);
  if (by_type) {
    table =
        WithBudgetTypes(table, rows,
                        {{kCost, &BudgetRow::types, [](const BudgetAmounts& own) { return own.cost; }},
                         {kRevenue, &BudgetRow::types, [](const BudgetAmounts& own) { return own.revenue; }},
                         {kNetBefore, &BudgetRow::types_before, [](const BudgetAmounts& own) { return own.net(); }}},
                        names, texts);
  }
  for (documents::Row& row : table.rows) {
    row.cells[kNet] = PlanDifference(row.cells[kCost], row.cells[kRevenue], Sign::kWhenNegative);
    row.cells[kChange] = PlanDifference(row.cells[kNet], row.cells[kNetBefore], Sign::kAlways);
  }
  return table;
}

documents::Table BridgeTable(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& year_before,
                             const LedgerNames& names, int year, bool by_type, const Texts& texts) {
  documents::Table table{"bridge",
                         {{"step", {texts.bridge_step}, ColumnKind::kText, true},
                          {"net", {texts.net_capital}, ColumnKind::kAmount, false, "tkr"}},
                         {}};
  // The sum, which is the budget of the year, and what it is made of.
  std::vector<BudgetStep> steps = {{absl::Substitute(texts.budget_of_year, year), NetByTypeOf(budget, names)},
                                   {absl::Substitute(texts.budget_of_year, year - 1), NetByTypeOf(year_before, names)}};
  for (BudgetStep& step : StepsOf(budget, year_before, names, texts)) steps.push_back(std::move(step));
  const BudgetTypeNames types = BudgetTypeNamesOf(names, texts);
  std::vector<int> parents(steps.size(), 0);
  parents[0] = -1;
  std::vector<int64_t> ore;
  std::vector<std::vector<int64_t>> parts;
  for (const BudgetStep& step : steps) {
    ore.push_back(SumOf(step.change));
    std::vector<int64_t>& of_step = parts.emplace_back();
    for (const std::string& type : types.ids) of_step.push_back(NetOf(step.change, type));
  }
  const std::vector<int64_t> shown = documents::RoundTree(parents, ore, kOrePerThousandKronor);
  const std::vector<std::vector<int64_t>> shares = documents::RoundShares(parents, shown, parts, kOrePerThousandKronor);
  const auto add = [&](size_t at, Sign sign) {
    const int level = at > 1 ? 1 : 0;
    table.rows.push_back({.cells = {{steps[at].name}, {Amount{ore[at], shown[at], documents::Tkr(), sign}}},
                          .level = level,
                          .is_sum = at == 0});
    const bool has_types = std::any_of(parts[at].begin(), parts[at].end() - 1, [](int64_t part) { return part != 0; });
    if (!by_type || !has_types) return;
    for (size_t type = 0; type < types.ids.size(); ++type) {
      if (parts[at][type] == 0) continue;
      table.rows.push_back(
          {.cells = {{types.texts[type]}, {Amount{parts[at][type], shares[at][type], documents::Tkr(), sign}}},
           .level = level + 1,
           .kind = documents::RowKind::kOfWhich});
    }
  };
  add(1, Sign::kWhenNegative);
  for (size_t at = 2; at < steps.size(); ++at) add(at, Sign::kAlways);
  add(0, Sign::kWhenNegative);
  return table;
}

}  // namespace prognos::client
