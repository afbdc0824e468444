// The rows of a table of budgets by cost type ("varav Personal"), printed so that they add up both ways: the types of a
// row to the row, and a type's activities to that type of what stands above them.
#ifndef PROGNOS_CLIENT_BUDGET_TYPES_H_
#define PROGNOS_CLIENT_BUDGET_TYPES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "client/budget_rows.h"
#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// A column of amounts that are added up down the tree, and what of a row it shows.
struct BudgetTypeColumn {
  size_t column = 0;
  std::map<std::string, BudgetAmounts> BudgetRow::*types = nullptr;
  int64_t (*amount)(const BudgetAmounts&) = nullptr;
};

// Whether any line is of a cost type.
bool HasBudgetTypes(const v1::GetBudgetResponse& budget);

// What money of each type is called in print, in the order of the list; money without a type, "", last.
struct BudgetTypeNames {
  std::vector<std::string> ids;
  std::vector<std::string> texts;
};

BudgetTypeNames BudgetTypeNamesOf(const LedgerNames& names, const Texts& texts);

// `table` has a row for each of `rows`, rounded down the tree: answers it with the rows of types after each that has
// any in one of `columns`. Their other cells are empty.
documents::Table WithBudgetTypes(const documents::Table& table, const std::vector<BudgetRow>& rows,
                                 const std::vector<BudgetTypeColumn>& columns, const LedgerNames& names,
                                 const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_TYPES_H_
