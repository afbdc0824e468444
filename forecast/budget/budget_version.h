// A budget as it was decided and recorded: one version is one decision, with a line for each series that it speaks of.
// Versions are never changed, but may be withdrawn; what is in force follows from all of them (in_force.h).
#ifndef PROGNOS_FORECAST_BUDGET_BUDGET_VERSION_H_
#define PROGNOS_FORECAST_BUDGET_BUDGET_VERSION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "forecast/base/monthly_amounts.h"

namespace prognos::budget {

// Stored on disk with these numbers; do not change.
enum class Phasing { kEven = 1, kLastYear = 2, kMonthlyAmounts = 3 };

// What a line does with what was in force before it. Stored on disk with these numbers; do not change.
enum class LineKind {
  kSet = 1,     // Its amounts are the budget, from its first month on.
  kChange = 2,  // Its amounts are added, from its first month on: an amendment or a reallocation; may be negative.
};

// What a decision is called; its lines say what it does. Stored on disk with these numbers; do not change.
enum class DecisionKind {
  kBudget = 1,        // Its lines set, from January.
  kAmendment = 2,     // Tilläggsanslag: its lines change, from its first month on.
  kReallocation = 3,  // Omfördelning: the same; costs minus revenues of its amounts are zero.
  kPhasing = 4,       // Periodisering: its lines change months from its first month on and sum to zero.
  kMove = 6,  // Flytt: its lines take away, from its first month on, what leaves with activities or out of others.
  kIndexation = 5,  // Uppräkning: its lines set last year's budget, raised; or change, when the year's own was raised.
};

// Months before `first_month` are 0 here and keep what was in force for them.
struct BudgetLine {
  std::string series_id;
  int64_t amount_ore = 0;  // For the months from first_month to December.
  Phasing phasing = Phasing::kEven;
  MonthlyAmounts monthly_ore{};  // Sums to amount_ore.
  std::string note;              // A Message, encoded; empty: none.
  LineKind kind = LineKind::kSet;
  int first_month = 1;  // 1-12, of the version's year.
  friend bool operator==(const BudgetLine&, const BudgetLine&) = default;
};

// That a version should not have been recorded: from then on it does not count.
struct BudgetWithdrawal {
  absl::Time record_time;
  std::string author = "";  // Empty: not known.
  std::string reason = "";
  friend bool operator==(const BudgetWithdrawal&, const BudgetWithdrawal&) = default;
};

struct BudgetVersion {
  int version = 0;  // 1, 2, ... per organization and year; set by the store.
  int year = 0;
  absl::CivilDay decision_date;
  std::string description;
  absl::Time record_time;
  std::vector<BudgetLine> lines;
  std::string author = "";  // Who recorded it; empty: not known.
  DecisionKind kind = DecisionKind::kBudget;
  std::optional<BudgetWithdrawal> withdrawal = std::nullopt;
  friend bool operator==(const BudgetVersion&, const BudgetVersion&) = default;
};

}  // namespace prognos::budget

#endif  // PROGNOS_FORECAST_BUDGET_BUDGET_VERSION_H_
