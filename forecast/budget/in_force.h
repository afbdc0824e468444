// Which budget is in force: what all the decisions known come to.
//
//   decision of November 2021   set     from January   1 200 000   100 000 a month
//   decision of August 2022     change  from September    40 000    10 000 a month more
//   in force                                           1 240 000   100 000 until August, then 110 000
//
// Decisions count in the order of their dates, those of one day in the order of recording. A line changes the months
// from its first month on and never those before it.
#ifndef PROGNOS_FORECAST_BUDGET_IN_FORCE_H_
#define PROGNOS_FORECAST_BUDGET_IN_FORCE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "forecast/budget/budget_version.h"
#include "forecast/series/monthly_series.h"

namespace prognos::budget {

// The budget of one series for a whole year.
struct LineInForce {
  // Set from January. As it was decided, when one decision alone made it; otherwise by month, with the newest note.
  BudgetLine line;
  // What was set (the original budget), without what was added to it since; zero when nothing was set.
  MonthlyAmounts original_ore{};
  // Of the newest decision that counts.
  absl::CivilDay decision_date;
  // The decisions that made it, in the order in which they count; never empty.
  std::vector<int> versions;
};

// By series.
using BudgetInForce = absl::flat_hash_map<std::string, LineInForce>;

// In the order in which they count; `versions` are of one year and must outlive the answer.
std::vector<const BudgetVersion*> InOrderOfDecision(const std::vector<BudgetVersion>& versions);

// Puts a decision on top of those before it.
void Apply(const BudgetVersion& decision, BudgetInForce& budget);

// All of `versions`, of one year and in any order.
BudgetInForce LinesInForce(const std::vector<BudgetVersion>& versions);

// The same as monthly series of öre over all the years that `versions`, in any order, speak of; NaN in a year without a
// budget for the series.
absl::flat_hash_map<std::string, MonthlySeries> MonthsInForce(const std::vector<BudgetVersion>& versions);

// The last day whose decisions a round of `year` knows that knows the outcome up to `last_known_month` (0-12): the end
// of the month after it, for that is when the round is made.
absl::CivilDay LastDecisionOfRound(int year, int last_known_month);

}  // namespace prognos::budget

#endif  // PROGNOS_FORECAST_BUDGET_IN_FORCE_H_
