// How the default's forecast of a series came about, beside its numbers: what was weighed, how much was taken from the
// pool, and how much wider the paths were made.
#ifndef PROGNOS_FORECAST_ENGINE_FORECAST_RECORD_H_
#define PROGNOS_FORECAST_ENGINE_FORECAST_RECORD_H_

#include <string>
#include <vector>

#include "forecast/engine/calibration.h"

namespace prognos::engine {

// A member's part in one combination.
struct MemberWeight {
  std::string model;
  double weight = 0.0;
};

struct ForecastRecord {
  std::vector<MemberWeight> weights;  // Adding to 1, the largest first; empty: nobody answers, all is zero.
  double shrinkage = 0.0;             // The part of the pooled regression (shrinkage.h).
  // What the paths were multiplied by: the series' own width, then factors by the month ahead, then those of the total.
  double width = 1.0;
  std::vector<Factors> month_factors;
  Factors total_factors = kUncalibrated;
  double correlation = 0.0;  // Of the series' totals with those of its group (common_movement.h).
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_FORECAST_RECORD_H_
