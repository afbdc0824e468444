// What a budget decision changes: what was in force before it, and what is after it.
#ifndef PROGNOS_CLIENT_BUDGET_CHANGE_H_
#define PROGNOS_CLIENT_BUDGET_CHANGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/ledger_names.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::client {

// The yearly amount of a series, in öre.
struct ChangedLine {
  std::string series;
  std::optional<int64_t> was;  // Absent: there was none.
  int64_t is = 0;
};

struct BudgetChange {
  std::vector<ChangedLine> lines;      // Whose year or months change, in the order of the decision.
  std::vector<std::string> outranked;  // Series that a later decision holds: nothing changes for them.
  int64_t net_was = 0;                 // Cost minus revenue of all series with a budget, in öre.
  int64_t net_is = 0;
};

// `before` is all that was in force whatever its date; `set` the decision with its months. As in the service, the
// latest decision date counts, and of equal dates the one recorded last.
BudgetChange ChangeOf(const v1::GetBudgetResponse& before, const v1::BudgetVersion& set);

// The version that says already what `set` says: the same amounts in force by the same date, and the same description
// or none asked for. Null: there is none.
const v1::BudgetVersion* SameDecision(const v1::GetBudgetResponse& before, const v1::BudgetVersion& set);

// Changed rows with what was and what is, the whole year, and a warning where a year's amount changes by more than
// 20 %. Nothing where nothing was in force before.
documents::Document ChangeDocument(const BudgetChange& change, const LedgerNames& names, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_BUDGET_CHANGE_H_
