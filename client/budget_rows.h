// The lines of budgets as the rows of a table: one row an activity, down the tree.
#ifndef PROGNOS_CLIENT_BUDGET_ROWS_H_
#define PROGNOS_CLIENT_BUDGET_ROWS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// In öre; cost and revenue both positive.
struct BudgetAmounts {
  int64_t cost = 0;
  int64_t revenue = 0;
  int64_t original_net = 0;

  int64_t net() const { return cost - revenue; }
};

struct BudgetRow {
  std::string name;
  int depth = 0;
  bool is_sum = false;
  bool is_subtotal = false;       // Of the activities without frames of their own, where there are frames.
  BudgetAmounts own = {};         // Of a leaf.
  BudgetAmounts own_before = {};  // The same in the other budget.
  std::string activity = "";      // Of a leaf; empty of sums and of what stands above leaves.
  std::map<std::string, BudgetAmounts> types = {};         // `own` by cost type, its identifier; "": without one.
  std::map<std::string, BudgetAmounts> types_before = {};  // The same of `own_before`.
};

// The activities in tree order that have a budget in either, or stand above one, and the sum last. What is set on an
// activity that has such rows below is not allocated to them: it stands as a row of its own after them. Activities with
// frames of their own stand after the sum of the others, before that of all.
std::vector<BudgetRow> BudgetRows(const v1::GetBudgetResponse& budget, const v1::GetBudgetResponse& before,
                                  const LedgerNames& names, const Texts& texts);

// The activity with a frame of its own that the series is of or below; "" for none.
std::string FrameOf(const std::string& series, const LedgerNames& names);
inline bool IsInFrameOfItsOwn(const std::string& series, const LedgerNames& names) {
  return !FrameOf(series, names).empty();
}

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_ROWS_H_
