// What a day of a new placement costs, from what those of before cost.
//
// log price = level of the series + growth x (years since today) + error. The growth is common to a pool and shrunk
// towards 0; a series' level today towards that of the pool, by how much series differ beyond what chance does.
#ifndef PROGNOS_FORECAST_MODELS_PLACEMENTS_DAY_PRICES_H_
#define PROGNOS_FORECAST_MODELS_PLACEMENTS_DAY_PRICES_H_

#include <vector>

#include "forecast/models/placements/placement.h"

namespace prognos::models {

struct DayPrices {
  double growth = 0.0;             // A year, on the log scale.
  double relative_variance = 0.0;  // Of the price of one stay around its series' mean.
  std::vector<double> means;       // Kronor a day, of a stay that begins today; 0 without any price in the pool.
  std::vector<double> errors;      // Relative standard errors of them.
  double MeanAt(size_t series, double months_ahead) const;
};

// `today` is a moment (placement.h). Stays that cost nothing say nothing.
DayPrices FitDayPrices(const std::vector<std::vector<Placement>>& series, double today);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_PLACEMENTS_DAY_PRICES_H_
