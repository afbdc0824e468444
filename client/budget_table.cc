#include "client/budget_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_rows.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_shares.h"
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

// The rows of a table as a tree: the sum, then the subtotal where there is one, then the others in their order.
struct RowTree {
  std::vector<size_t> rows;  // Of the table.
  std::vector<int> parents;
};

RowTree TreeOf(const std::vector<BudgetRow>& rows) {
  RowTree tree{{rows.size() - 1}, {-1}};
  const auto subtotal = std::find_if(rows.begin(), rows.end(), [](const BudgetRow& row) { return row.is_subtotal; });
  if (subtotal != rows.end()) {
    tree.rows.push_back(static_cast<size_t>(subtotal - rows.begin()));
    tree.parents.push_back(0);
  }
  std::vector<int> above;  // The newest row of each depth.
  bool is_before_subtotal = subtotal != rows.end();
  for (size_t row = 0; row + 1 < rows.size(); ++row) {
    if (rows[row].is_subtotal) {
      is_before_subtotal = false;
      continue;
    }
    const auto depth = static_cast<size_t>(rows[row].depth);
    above.resize(depth);
    tree.parents.push_back(depth == 0 ? (is_before_subtotal ? 1 : 0) : above[depth - 1]);
    above.push_back(static_cast<int>(tree.rows.size()));
    tree.rows.push_back(row);
  }
  return tree;
}

// What a column shows in `row` of the table.
int64_t ShownAt(const documents::Table& table, size_t row, size_t column) {
  return std::get<documents::Amount>(table.rows[row].cells[column].value).shown;
}

// The rows of a budget by cost type.
class BudgetTypes {
 public:
  BudgetTypes(const std::vector<BudgetRow>& rows, const LedgerNames& names, const Texts& texts)
      : rows_(rows), tree_(TreeOf(rows)) {
    for (const v1::CostType& type : names.cost_types()) {
      ids_.push_back(LastPart(type.name()));
      texts_.push_back(absl::Substitute(texts.of_which, type.display_name()));
    }
    ids_.push_back("");
    texts_.push_back(texts.of_which_without_type);
  }

  // `table` has the rows, rounded; answers it with those of types after each that has any.
  documents::Table WithTypes(const documents::Table& table, const Columns& columns) const {
    const std::vector<size_t> amounts = AmountColumns(columns);
    std::vector<std::vector<std::vector<int64_t>>> exact;  // By column, place in the tree and type.
    std::vector<std::vector<std::vector<int64_t>>> shown;
    for (const size_t column : amounts) {
      exact.push_back(Exact(column, columns));
      std::vector<int64_t> printed;
      for (const size_t row : tree_.rows) printed.push_back(ShownAt(table, row, column));
      shown.push_back(documents::RoundShares(tree_.parents, printed, exact.back(), kOrePerThousandKronor));
      AddUp(exact.back());
    }
    documents::Table result = table;
    result.rows.clear();
    for (size_t row = 0; row < table.rows.size(); ++row) {
      result.rows.push_back(table.rows[row]);
      const auto place = static_cast<size_t>(std::find(tree_.rows.begin(), tree_.rows.end(), row) - tree_.rows.begin());
      if (!HasType(exact, place)) continue;
      for (size_t type = 0; type < ids_.size(); ++type) {
        if (!IsAny(exact, place, type)) continue;
        documents::Row& added = result.rows.emplace_back();
        added.level = table.rows[row].level + 1;
        added.cells.resize(columns.count);
        added.cells[0] = {texts_[type]};
        for (size_t at = 0; at < amounts.size(); ++at) {
          added.cells[amounts[at]] = {
              documents::Amount{exact[at][place][type], shown[at][place][type], documents::Tkr()}};
        }
      }
    }
    return result;
  }

 private:
  using Shares = std::vector<std::vector<std::vector<int64_t>>>;

  static std::vector<size_t> AmountColumns(const Columns& columns) {
    std::vector<size_t> amounts = {columns.cost, columns.revenue};
    if (columns.original != 0) amounts.push_back(columns.original);
    return amounts;
  }

  // The leaves of a column by type.
  std::vector<std::vector<int64_t>> Exact(size_t column, const Columns& columns) const {
    std::vector<std::vector<int64_t>> exact(tree_.rows.size(), std::vector<int64_t>(ids_.size(), 0));
    for (size_t place = 0; place < tree_.rows.size(); ++place) {
      for (const auto& [id, own] : rows_[tree_.rows[place]].types) {
        const auto type = static_cast<size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
        if (type == ids_.size()) continue;
        exact[place][type] = column == columns.cost      ? own.cost
                             : column == columns.revenue ? own.revenue
                                                         : own.original_net;
      }
    }
    return exact;
  }

  void AddUp(std::vector<std::vector<int64_t>>& exact) const {
    for (size_t place = tree_.parents.size(); place-- > 1;) {
      std::vector<int64_t>& above = exact[static_cast<size_t>(tree_.parents[place])];
      for (size_t type = 0; type < above.size(); ++type) above[type] += exact[place][type];
    }
  }

  static bool IsAny(const Shares& exact, size_t place, size_t type) {
    return std::any_of(exact.begin(), exact.end(), [&](const auto& column) { return column[place][type] != 0; });
  }

  bool HasType(const Shares& exact, size_t place) const {
    for (size_t type = 0; type + 1 < ids_.size(); ++type) {
      if (IsAny(exact, place, type)) return true;
    }
    return false;
  }

  const std::vector<BudgetRow>& rows_;
  const RowTree tree_;
  std::vector<std::string> ids_;  // In the order of the list; money without a type last.
  std::vector<std::string> texts_;
};

}  // namespace

documents::Table BudgetTable(const v1::GetBudgetResponse& budget, const LedgerNames& names, const Texts& texts,
                             bool by_type) {
  const Columns columns = ColumnsOf(budget);
  documents::Table table = EmptyTable(columns, texts);
  const std::vector<BudgetRow> rows = BudgetRows(budget, {}, names, texts);
  for (const BudgetRow& row : rows) table.rows.push_back(RowOf(row, columns));
  documents::RoundDownTheTree(table, columns.cost, columns.revenue);
  if (columns.original != 0) documents::RoundDownTheTree(table, columns.original);
  if (by_type) table = BudgetTypes(rows, names, texts).WithTypes(table, columns);
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
  const bool has_types = std::any_of(budget.lines().begin(), budget.lines().end(),
                                     [](const v1::BudgetLine& line) { return !SeriesCostType(line.series()).empty(); });
  if (by_type && !has_types) document.blocks.push_back(documents::Paragraphs{{texts.no_types_budgeted}});
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
