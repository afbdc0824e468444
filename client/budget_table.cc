#include "client/budget_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_rows.h"
#include "client/budget_types.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/table_tree.h"

namespace prognos::client {
namespace {

// The columns of amounts: the first two are added up down the tree, and so is the original net where it is shown.
struct Columns {
  size_t cost = 1;
  size_t revenue = 2;
  size_t original = 0;  // 0: not shown, nor the change.
  size_t change = 0;
  size_t net = 3;
  size_t count = 4;
};

Columns ColumnsOf(const v1::GetBudgetResponse& budget) {
  const bool changed = std::any_of(budget.lines().begin(), budget.lines().end(), [](const v1::BudgetLine& line) {
    return line.versions_size() > 0 && line.amount_ore() != line.original_amount_ore();
  });
  return changed ? Columns{1, 2, 3, 4, 5, 6} : Columns{};
}

documents::Cell TkrCell(int64_t ore) { return {documents::RoundedAmount(ore, documents::Tkr())}; }

documents::Row RowOf(const BudgetRow& row, const Columns& columns) {
  std::vector<documents::Cell> cells(columns.count);
  cells[0] = {row.name};
  cells[columns.cost] = TkrCell(row.own.cost);
  cells[columns.revenue] = TkrCell(row.own.revenue);
  if (columns.original != 0) cells[columns.original] = TkrCell(row.own.original_net);
  return {.cells = std::move(cells), .level = row.depth, .is_sum = row.is_sum, .is_subtotal = row.is_subtotal};
}

// `one` less `other` as they are printed, so that rows add up.
documents::Cell Less(const documents::Cell& one, const documents::Cell& other, Sign sign) {
  const auto& a = std::get<documents::Amount>(one.value);
  const auto& b = std::get<documents::Amount>(other.value);
  return {documents::Amount{a.exact - b.exact, a.shown - b.shown, documents::Tkr(), sign}};
}

void FillNets(const Columns& columns, documents::Row& row) {
  std::vector<documents::Cell>& cells = row.cells;
  cells[columns.net] = Less(cells[columns.cost], cells[columns.revenue], Sign::kWhenNegative);
  if (columns.original != 0) {
    cells[columns.change] = Less(cells[columns.net], cells[columns.original], Sign::kAlways);
  }
}

documents::Table EmptyTable(const Columns& columns, const Texts& texts) {
  using documents::ColumnKind;
  documents::Table table;
  table.id = "budget";
  table.columns.resize(columns.count);
  const auto amount = [&](size_t at, const char* id, const char* name) {
    table.columns[at] = {id, {name}, ColumnKind::kAmount, false, "tkr"};
  };
  table.columns[0] = {"activity", {texts.activity}, ColumnKind::kText, true};
  amount(columns.cost, "cost", texts.cost_capital);
  amount(columns.revenue, "revenue", texts.revenue_capital);
  amount(columns.net, "net", columns.original == 0 ? texts.net_capital : texts.budget_adjusted);
  if (columns.original != 0) {
    amount(columns.original, "original_net", texts.budget_original);
    amount(columns.change, "net_change", texts.budget_change);
  }
  return table;
}

}  // namespace

documents::Table BudgetTable(const v1::GetBudgetResponse& budget, const LedgerNames& names, const Texts& texts,
                             bool by_type) {
  const Columns columns = ColumnsOf(budget);
  documents::Table table = EmptyTable(columns, texts);
  const std::vector<BudgetRow> rows = BudgetRows(budget, {}, names, texts);
  for (const BudgetRow& row : rows) table.rows.push_back(RowOf(row, columns));
  documents::RoundDownTheTree(table, columns.cost, columns.revenue);
  if (columns.original != 0) documents::RoundDownTheTree(table, columns.original);
  if (by_type) {
    std::vector<BudgetTypeColumn> amounts = {
        {columns.cost, &BudgetRow::types, [](const BudgetAmounts& own) { return own.cost; }},
        {columns.revenue, &BudgetRow::types, [](const BudgetAmounts& own) { return own.revenue; }}};
    if (columns.original != 0) {
      amounts.push_back(
          {columns.original, &BudgetRow::types, [](const BudgetAmounts& own) { return own.original_net; }});
    }
    table = WithBudgetTypes(table, rows, amounts, names, texts);
  }
  for (documents::Row& row : table.rows) FillNets(columns, row);
  return table;
}

std::string DecisionText(const v1::BudgetVersion& version, const Texts& texts) {
  const std::string month = MonthName(version.first_month(), texts.language);
  if (version.kind() == v1::DECISION_KIND_AMENDMENT) return absl::Substitute(texts.amendment_from, month);
  if (version.kind() == v1::DECISION_KIND_REALLOCATION) return absl::Substitute(texts.reallocation_from, month);
  if (version.kind() == v1::DECISION_KIND_PHASING) return absl::Substitute(texts.phasing_from, month);
  if (version.kind() == v1::DECISION_KIND_MOVE) return absl::Substitute(texts.move_from, month);
  if (version.kind() == v1::DECISION_KIND_INDEXATION) return absl::Substitute(texts.indexation_from, month);
  return "";
}

documents::Document BudgetDocument(const v1::GetBudgetResponse& budget, const LedgerNames& names, int year,
                                   const Texts& texts, bool by_type) {
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, absl::Substitute(texts.budget_title, year)});
  document.blocks.push_back(BudgetTable(budget, names, texts, by_type));
  if (by_type && !HasBudgetTypes(budget)) document.blocks.push_back(documents::Paragraphs{{texts.no_types_budgeted}});
  if (budget.versions().empty()) return document;
  documents::List versions;
  for (const v1::BudgetVersion& version : budget.versions()) {
    versions.items.push_back(absl::StrCat(version.version(), "  ", version.decision_date()));
    if (!version.description().empty()) absl::StrAppend(&versions.items.back(), "  ", version.description());
    const std::string decision = DecisionText(version, texts);
    if (decision.empty()) continue;
    const int64_t net = version.cost_change_ore() - version.revenue_change_ore();
    absl::StrAppend(&versions.items.back(), "  ", decision, ", ",
                    absl::Substitute(texts.budget_decision_net, FormatTkr(net, texts.language, Sign::kAlways)));
  }
  document.blocks.push_back(documents::Heading{2, texts.versions});
  document.blocks.push_back(versions);
  return document;
}

}  // namespace prognos::client
