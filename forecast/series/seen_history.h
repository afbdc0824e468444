// A history as models are to see it: without what stands out (one_offs.h), and with the newest month followed only as
// far as it can be believed (booking_faults.h).
#ifndef PROGNOS_FORECAST_SERIES_SEEN_HISTORY_H_
#define PROGNOS_FORECAST_SERIES_SEEN_HISTORY_H_

#include "forecast/series/booking_faults.h"
#include "forecast/series/one_offs.h"

namespace prognos {

struct SeenHistory {
  OneOffs one_offs;       // `one_offs.adjusted` is what models see; its months are without the doubted ones.
  DoubtedMonths doubted;  // Of the last known month.
};

SeenHistory SeeHistory(const MonthlySeries& history);

// The same when `doubted`, found in `history`, is followed to `share` (0: they are faults, 1: as they are): what models
// see then.
MonthlySeries SeeHistoryFollowed(const MonthlySeries& history, const DoubtedMonths& doubted, double share);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_SEEN_HISTORY_H_
