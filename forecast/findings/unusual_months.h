// Months of a series that a person should look at: booked twice, with the wrong sign, in another month, not at all or
// not in full, far out without any such sign, or the first of a new level.
//
//   for (const Finding& finding : FindUnusualMonths(series)) Ask(finding);
//
// The whole history is looked at, each cause once. Nothing is changed: what models see by themselves of months that
// stand out is another matter (one_offs.h, booking_faults.h), and works without asking anyone.
//
// On the logarithm of the values less a season of medians (level_scale.h, made without the month in question) a month
// is held against the median of the three months before and the three after it, the newest one against those before it.
// It is found when chance puts a month that far away less than once in 1 / kMostChance months (error_tails.h, fitted to
// all other months of the series, and once more to those that lie on the same side), and when
//
//   - it lies out there on both sides, by more than twice what lies between the months before and after it: a new level
//     does not
//   - the same month of no other year lies out half as far: a season does, or a calendar month that is restless by
//   itself
//   - with less than a year around it, it is not just high: it may come once a year
//
// A month of nothing, or below zero, in a series that hardly ever is so lies as far away as a fiftieth of the expected
// value does. Nothing is no fault where the series has paused, or where any other month fell to a third of what was
// expected. What is found is left out, and the rest looked at again (Chen & Liu 1993, J. American Statistical
// Association 88). New levels are looked for first (new_levels.h).
//
// Series of single payments, where more than one month in twelve is empty, have no level that a month could be held
// against. Where they come regularly, each is held against the others (regular_payments.h); otherwise only one far
// beyond all others is found. The only negative one is found in either. Where one-off amounts come
// more often than once in 24 months they are what the activity is made of: none is found.
//
// Where the constants come from, and how often a clean series alarms: benchmarks/README.md.
#ifndef PROGNOS_FORECAST_FINDINGS_UNUSUAL_MONTHS_H_
#define PROGNOS_FORECAST_FINDINGS_UNUSUAL_MONTHS_H_

#include <vector>

#include "forecast/findings/finding.h"
#include "forecast/series/monthly_series.h"

namespace prognos::findings {

// With fewer known months, from the first that is not zero on, nothing is found.
inline constexpr int kLeastMonthsForFindings = 12;

// `series`: a missing month is one that nobody knows of; nothing booked is zero. Rising by month.
std::vector<Finding> FindUnusualMonths(const MonthlySeries& series);

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_UNUSUAL_MONTHS_H_
