#include "client/budget_types.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/substitute.h"
#include "client/series_names.h"
#include "client/session.h"
#include "forecast/base/unit.h"
#include "forecast/documents/rounded_shares.h"

namespace prognos::client {
namespace {

// The rows of a table as a tree: the sum, then the subtotal where there is one, then the others in their order.
struct BudgetRowTree {
  std::vector<size_t> rows;  // Of the table.
  std::vector<int> parents;
};

BudgetRowTree TreeOf(const std::vector<BudgetRow>& rows) {
  BudgetRowTree tree{{rows.size() - 1}, {-1}};
  const auto subtotal = absl::c_find_if(rows, [](const BudgetRow& row) { return row.is_subtotal; });
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

class BudgetTypeRows {
 public:
  BudgetTypeRows(const documents::Table& table, const std::vector<BudgetRow>& rows,
                 const std::vector<BudgetTypeColumn>& columns, const BudgetTypeNames& names)
      : table_(table), rows_(rows), columns_(columns), names_(names), tree_(TreeOf(rows)) {
    for (const BudgetTypeColumn& column : columns) {
      exact_.push_back(Leaves(column));
      std::vector<int64_t> printed;
      for (const size_t row : tree_.rows) printed.push_back(ShownAt(table, row, column.column));
      shown_.push_back(documents::RoundShares(tree_.parents, printed, exact_.back(), kOrePerThousandKronor));
      AddUp(exact_.back());
    }
  }

  documents::Table Build() const {
    documents::Table result = table_;
    result.rows.clear();
    for (size_t row = 0; row < table_.rows.size(); ++row) {
      result.rows.push_back(table_.rows[row]);
      const auto place = static_cast<size_t>(absl::c_find(tree_.rows, row) - tree_.rows.begin());
      if (!HasType(place)) continue;
      for (size_t type = 0; type < names_.ids.size(); ++type) {
        if (IsAny(place, type)) result.rows.push_back(TypeRow(table_.rows[row].level + 1, place, type));
      }
    }
    return result;
  }

 private:
  using Shares = std::vector<std::vector<int64_t>>;  // By place in the tree and type.

  // The leaves of a column by type.
  Shares Leaves(const BudgetTypeColumn& column) const {
    Shares exact(tree_.rows.size(), std::vector<int64_t>(names_.ids.size(), 0));
    for (size_t place = 0; place < tree_.rows.size(); ++place) {
      for (const auto& [id, own] : rows_[tree_.rows[place]].*column.types) {
        const auto type = static_cast<size_t>(absl::c_find(names_.ids, id) - names_.ids.begin());
        if (type < names_.ids.size()) exact[place][type] = column.amount(own);
      }
    }
    return exact;
  }

  void AddUp(Shares& exact) const {
    for (size_t place = tree_.parents.size(); place-- > 1;) {
      std::vector<int64_t>& above = exact[static_cast<size_t>(tree_.parents[place])];
      for (size_t type = 0; type < above.size(); ++type) above[type] += exact[place][type];
    }
  }

  documents::Row TypeRow(int level, size_t place, size_t type) const {
    documents::Row row;
    row.level = level;
    row.kind = documents::RowKind::kOfWhich;
    row.cells.resize(table_.columns.size());
    row.cells[0] = {names_.texts[type]};
    for (size_t at = 0; at < columns_.size(); ++at) {
      row.cells[columns_[at].column] = {
          documents::Amount{exact_[at][place][type], shown_[at][place][type], documents::Tkr()}};
    }
    return row;
  }

  bool IsAny(size_t place, size_t type) const {
    return absl::c_any_of(exact_, [&](const Shares& column) { return column[place][type] != 0; });
  }

  bool HasType(size_t place) const {
    for (size_t type = 0; type + 1 < names_.ids.size(); ++type) {
      if (IsAny(place, type)) return true;
    }
    return false;
  }

  const documents::Table& table_;
  const std::vector<BudgetRow>& rows_;
  const std::vector<BudgetTypeColumn>& columns_;
  const BudgetTypeNames& names_;
  const BudgetRowTree tree_;
  std::vector<Shares> exact_;  // Of each column.
  std::vector<Shares> shown_;
};

}  // namespace

bool HasBudgetTypes(const v1::GetBudgetResponse& budget) {
  return absl::c_any_of(budget.lines(),
                        [](const v1::BudgetLine& line) { return !SeriesCostType(line.series()).empty(); });
}

BudgetTypeNames BudgetTypeNamesOf(const LedgerNames& names, const Texts& texts) {
  BudgetTypeNames result;
  for (const v1::CostType& type : names.cost_types()) {
    result.ids.push_back(LastPart(type.name()));
    result.texts.push_back(absl::Substitute(texts.of_which, type.display_name()));
  }
  result.ids.push_back("");
  result.texts.push_back(texts.of_which_without_type);
  return result;
}

documents::Table WithBudgetTypes(const documents::Table& table, const std::vector<BudgetRow>& rows,
                                 const std::vector<BudgetTypeColumn>& columns, const LedgerNames& names,
                                 const Texts& texts) {
  const BudgetTypeNames types = BudgetTypeNamesOf(names, texts);
  return BudgetTypeRows(table, rows, columns, types).Build();
}

}  // namespace prognos::client
