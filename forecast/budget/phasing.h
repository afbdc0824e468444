// How the money of a budget falls on months (periodisering).
#ifndef PROGNOS_FORECAST_BUDGET_PHASING_H_
#define PROGNOS_FORECAST_BUDGET_PHASING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "forecast/base/monthly_amounts.h"
#include "forecast/budget/budget_version.h"
#include "forecast/messages/message.h"
#include "forecast/series/monthly_series.h"

namespace prognos::budget {

// Equal parts for the months from `first_month` (1-12) to December, 0 before; the öre that do not divide evenly go to
// the first of them. Sums to `amount_ore` exactly.
MonthlyAmounts PhaseEvenly(int64_t amount_ore, int first_month = 1);

// True when `year` of `history` has a profile to copy: the months from `first_month` on known, none negative, not all
// zero.
bool HasProfile(const MonthlySeries& history, int year, int first_month = 1);

// In proportion to the months of `year` in `history` from `first_month` on, by largest remainder; 0 before. Sums to
// `amount_ore` exactly. HasProfile(history, year, first_month) is the caller's promise.
MonthlyAmounts PhaseLikeYear(int64_t amount_ore, const MonthlySeries& history, int year, int first_month = 1);

// In proportion to twelve weights, none negative, of which those from `first_month` on count; evenly when these are all
// zero. Sums to `amount_ore` exactly.
MonthlyAmounts PhaseByWeights(int64_t amount_ore, absl::Span<const double> weights, int first_month = 1);

// Twelve weights: the mean over the years `last_year` - `years` + 1 ... `last_year` of each month's share of its year.
// Years without a profile are left out; empty when none is left.
std::vector<double> MeanProfile(const MonthlySeries& history, int last_year, int years);

// Twelve weights, mean 1: the season that `history` has before `year`, in the indexes of series/seasonality.h, drawn
// towards an average month by what may be chance. Empty when there are fewer than 24 months from its first known one
// on, when a month is negative, or when there is no season.
std::vector<double> SeasonProfile(const MonthlySeries& history, int year);

// A wish of how a line is phased, with what its kind needs.
struct PhasingRule {
  enum class Method { kEven, kLastYear, kMonthlyAmounts, kMeanProfile, kSeasonProfile, kPercentages };
  Method method = Method::kEven;
  int profile_years = 3;                 // kMeanProfile.
  std::vector<double> percentages = {};  // kPercentages: twelve.
};

// How many years before the budget's a rule looks at.
int YearsOfHistory(const PhasingRule& rule);

struct PhasedMonths {
  MonthlyAmounts ore{};
  std::optional<Message> note;  // What is to be known of how they were made.
};

// `amount_ore` on the months of `year` from `first_month` on. `history` is that of the series; where it has not what
// the rule asks for, the months are even, and the note says so. Not for kMonthlyAmounts.
PhasedMonths PhaseBy(const PhasingRule& rule, int64_t amount_ore, int year, int first_month,
                     const MonthlySeries& history);

// Fills the months of a line of `year` by `rule`; one that is given by month stays as it is.
void Phase(BudgetLine& line, const PhasingRule& rule, int year, const MonthlySeries& history);

}  // namespace prognos::budget

#endif  // PROGNOS_FORECAST_BUDGET_PHASING_H_
