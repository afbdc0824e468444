// There is always doubt: what was the same in every month so far may still change.
//
// A series that never moved gives every model errors of zero, and paths that are one line. But n equal months are no
// proof: by the rule of succession (Laplace 1774) the chance that the next is another is 1 / (n + 2). How far it would
// then be off is what is said of any series that has shown no errors yet: kDefaultRelativeSpread of what is expected
// (models/error_paths.h). So a month that is expected at m has the variance of a jump of that size with that chance,
//
//   standard deviation = kDefaultRelativeSpread x |m| / sqrt(n + 2),
//
// half of it for an error that stays for the whole path, half for each month's own. With 18 equal months that is 4.5 %
// of a month, with 60 it is 2.5 %.
//
// n is the number of known months; of a history that ends in kMonthsForLimits or more equal months, of these.
//
// What is expected at zero has no doubt to be measured in: a flow that has ended stays ended.
#ifndef PROGNOS_FORECAST_ENGINE_DOUBT_H_
#define PROGNOS_FORECAST_ENGINE_DOUBT_H_

#include <cstdint>

#include "forecast/models/model.h"

namespace prognos::engine {

// Months whose paths differ by less than this share of the expected value have not moved.
inline constexpr double kLeastRelativeSpan = 1e-6;

// n above.
int MonthsWithoutChange(const MonthlySeries& history);

// The standard deviation above of a month expected at `mean`, n months without a change (>= 0) behind it.
double DeviationInDoubt(double mean, int months_without_change);

// Gives the months of `paths` (months x paths) that do not spread, and after a history of one value those that spread
// less, the spread above, and sees to it that every mean lies
// inside its interval (mean_inside.h). The means stay, but where the bounds (bounds.h) are near. Same `seed`, same
// paths.
void KeepDoubt(const models::TrainingData& training, uint64_t seed, Vector& mean, Matrix& paths);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_DOUBT_H_
