// Months that stand out in a history too short for one_offs.h: payments made once while an activity is new.
//
// With under two and a half years there is no season to take out first, so only what no season explains is looked for.
// On the logarithm of the values (on the values themselves when one is not positive), with b_t and a_t the medians of
// the three months before and after month t (the first month has none before: then a_t) and g the typical distance of a
// month from its neighbours (1.4826 x the median of |x_t - (b_t + a_t) / 2|),
//
//   one-off:  |x_t - b_t| and |x_t - a_t| both above 6 g and above the logarithm of 3 (twice the median size), on the
//             same side, and |a_t - b_t| less than half of either; its adjusted value is (b_t + a_t) / 2
//
// A month is none when the same month of the year before or after is out at least half as far on the same side: it
// comes back. The last month is none either: what follows it is not known (booking_faults.h). Where more than one month
// in eight would be one, large single amounts are what the activity is made of: nothing is changed.
#ifndef PROGNOS_FORECAST_SERIES_YOUNG_ONE_OFFS_H_
#define PROGNOS_FORECAST_SERIES_YOUNG_ONE_OFFS_H_

#include <vector>

#include "forecast/series/eigen_types.h"

namespace prognos {

// The fewest months in which anything is found.
inline constexpr int kLeastMonthsForYoungOneOffs = 8;

struct YoungOneOff {
  Eigen::Index at = 0;
  double adjusted = 0.0;  // In the units of the series.
};

// `values`: the months of a history, none missing. Rising.
std::vector<YoungOneOff> FindYoungOneOffs(const Vector& values);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_YOUNG_ONE_OFFS_H_
