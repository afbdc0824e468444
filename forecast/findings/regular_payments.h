// Payments that come every third month, every twelfth or so: one that is missing, doubled or half, or comes in another
// month.
//
//   const std::optional<std::vector<Finding>> found = FindUnusualPayments(first, values);
//   if (!found.has_value()) ...  // They do not come regularly.
//
// Payments are regular when they have come in every p-th month (p = 2, 3, 4, 6 or 12) and in no other, but for one that
// is empty and one that was paid in another month. Each is held, on the logarithm, against the median of the two before
// and the two after it, and found when chance puts a payment that far away (error_tails.h, fitted to all others) less
// often than once in 1 / kMostChance months: there are p months to each payment, so that payments alarm as seldom in a
// year as months do (unusual_months.h). Nothing lies as far away as a fiftieth of what was expected. Only what is
// missing, about twice or half of what was expected, or stands in another month is found: of a dozen payments chance
// itself is not known well enough to ask about less. It is not found where the same quarter of another year lies half
// as far out, or where the payments stay where it lies.
//
// The newest may be missing by its month alone. When two are, they have ended, and nothing is asked.
#ifndef PROGNOS_FORECAST_FINDINGS_REGULAR_PAYMENTS_H_
#define PROGNOS_FORECAST_FINDINGS_REGULAR_PAYMENTS_H_

#include <optional>
#include <vector>

#include "forecast/findings/finding.h"
#include "forecast/series/eigen_types.h"

namespace prognos::findings {

// `values`, from the month `first` on, begin with a payment; most of them are above zero. A missing value is NaN.
// Nothing when payments are not regular, or too few of them: fewer than 5, of every fourth month 6, of every third 7,
// of every second 10.
std::optional<std::vector<Finding>> FindUnusualPayments(Month first, const Vector& values);

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_REGULAR_PAYMENTS_H_
