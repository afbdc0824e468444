// How far off the forecast of a short history is, shrunk towards its pool: measured on the long series, cut as short.
//
// A series of eight months has no earlier round to be measured at, and the errors of long series, forecast with all
// they have, say too little (docs/models.md). So the longer series of the pool are looked at as if they had been new:
// what was known of the whole pool one year and two years before is learned from anew, each of them is cut to as many
// months before that origin, and its forecast is compared with the months that came.
#ifndef PROGNOS_FORECAST_ENGINE_SHORT_HISTORY_H_
#define PROGNOS_FORECAST_ENGINE_SHORT_HISTORY_H_

#include <functional>
#include <optional>
#include <vector>

#include "forecast/engine/pool_calibration.h"
#include "forecast/models/model.h"
#include "forecast/series/monthly_series.h"

namespace prognos::engine {

// Histories about as short share one measurement: 1-3 months are measured with 2, 4-6 with 5, ... `known_months` >= 1.
int MeasuredMonths(int known_months);

struct ShortHistoryOptions {
  int origins = 2;        // Years back, >= 1.
  int most_series = 100;  // Evenly chosen; >= 1. More: steadier, slower.
  int threads = 1;        // The answer is the same for any number.
  // Asked before each year back; see PastOptions::stop.
  std::function<bool()> stop = nullptr;
};

struct ShortForecast {
  Vector mean;        // One a month.
  Matrix deviations;  // Months x paths, from the mean.
};

// The forecast of the months after `cut` when `learned` is what the pool knew then; nullopt: none. From many threads.
using ForecastShort =
    std::function<std::optional<ShortForecast>(const MonthlySeries& cut, const models::Model& learned)>;

// The errors of the series of `pool` that are long enough, each cut to `known_months` (>= 1) months, over `horizon`
// (>= 1) months from one year, two years, ... (at least a horizon) before `end` on, beside the spread of their paths.
// Missing months stay missing. Empty where the pool had too little to teach.
std::vector<OriginScores> ScoreAsShort(const std::vector<MonthlySeries>& pool, Month end, int known_months, int horizon,
                                       const ForecastShort& forecast, const ShortHistoryOptions& options);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_SHORT_HISTORY_H_
