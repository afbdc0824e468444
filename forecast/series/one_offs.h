// Months that stand out from the months around them: booked twice, moved to the month before, a payment made once.
//
// Such a month belongs to the outcome, but what comes after does not follow from it. A model that takes it for a level
// or for noise forecasts worse for years; so models are fitted to an outlier-adjusted value of such a month instead.
//
// On the logarithm of the values (on the values themselves when one is not positive), less a season of medians: with
// b_t and a_t the medians of the three months before and after month t, and g_t the typical distance of a month from
// its six neighbours (1.4826 x the larger of its medians over all months and over the four years around t),
//
//   one-off:  |x_t - b_t| and |x_t - a_t| both above 6 g_t, on the same side, and |a_t - b_t| less than half of either;
//             its adjusted value is (b_t + a_t) / 2
//   shift:    |x_t - b_t| and |a_t - b_t| both above 6 g_t, on the same side: the months after stay out there
//
// A month is no one-off, and no last month that is out, when the same month of the year before or after lies at least
// half as far from its neighbours on the same side: that is the part of a strong season which the medians of a few
// years have not taken.
//
// This is Hampel's identifier (Davies & Gather 1993, J. American Statistical Association 88) asked on both sides, to
// tell what Chen & Liu (1993, same volume) call an additive outlier from a level shift. The last month has no months
// after it. When it is out by more than 6 g from b and, on the same side, from the month before it (which, were the two
// alike, would have told of a new level already), its adjusted value is drawn to b by the share of one-offs in what the
// series has shown, with a prior worth two events:
//
//   b + (shifts + 1.8) / (shifts + one-offs + 2) (x - b)
//
// Where these numbers come from: docs/models.md.
//
// Where more than one month in 24 is a one-off (the last one, which may be none, not counted), single large amounts are
// what the activity is made of, and must not be left out of what is to be expected: nothing is changed.
#ifndef PROGNOS_FORECAST_SERIES_ONE_OFFS_H_
#define PROGNOS_FORECAST_SERIES_ONE_OFFS_H_

#include <vector>

#include "forecast/series/monthly_series.h"

namespace prognos {

// With fewer known months nothing of the above is found: a season and a typical distance need them. What stands out
// then: young_one_offs.h.
inline constexpr int kLeastMonthsForOneOffs = 30;

struct OneOff {
  Month month;
  double actual = 0.0;    // What the month holds, in the units of the series.
  double adjusted = 0.0;  // What is to be seen in its place, as above.
};

struct OneOffs {
  MonthlySeries adjusted;      // The series with the adjusted value in each month below; missing months stay missing.
  std::vector<OneOff> months;  // Rising; empty: `adjusted` is the series as it was.
};

OneOffs FindOneOffs(const MonthlySeries& series);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_ONE_OFFS_H_
