// Forecasts of series whose open placements are known: the models' own, blended with the process of placements
// (models/placements/placement_process.h) by how far off both were at the same round of earlier years.
//
//   std::vector<PlacementSeries> series = ...;  // Of one organization, or of many alike, forecast by the default.
//   BlendPlacements(series, origin, threads);   // Their forecasts are both now.
//
// The errors of the models are those of SeriesForecast::past_error; those of the process, of the same years, are of
// PastTotal: it knows today's lengths and prices, as the models know today's parameters, but then's cost only. Where
// the roll does not reach back, it sees of earlier years not what was open but what it cost, and errs more than it will
// this year: the weight is careful.
#ifndef PROGNOS_FORECAST_ENGINE_PLACEMENT_BLEND_H_
#define PROGNOS_FORECAST_ENGINE_PLACEMENT_BLEND_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "forecast/engine/forecaster.h"
#include "forecast/models/placements/placement_process.h"

namespace prognos::engine {

// What the process expects of a series' months from the origin on, in the units of its cost.
struct PlacementPart {
  double weight = 0.0;  // Of the process in the forecast, 0-1.
  int open_count = 0;   // Stays of the roll that are open at the origin.
  // Of those of the roll, and of new ones.
  Vector open, fresh;
  std::vector<Vector> of_stays;  // Of each stay of the roll, in its order.
};

struct PlacementSeries {
  models::PlacementHistory history;                  // Valid; `cost` is what the forecast was made from.
  SeriesForecast forecast;                           // Of the default, from the origin on; at least one month.
  uint64_t seed = 0;                                 // Of the paths of the process.
  std::optional<PlacementPart> part = std::nullopt;  // After the blend, of one that has a process.
};

// Blends the forecast of each series that has a process; others stay as they are. Mean, paths and specification change;
// past errors and the record stay those of the models, which do not know of stays of the roll that are to begin: these
// come upon their forecast, less the new ones that they take the place of (PlacementForecast::added). Returns the
// weight of the process, 0-1; 0 where no series has one. The answer is the same for any number of threads.
double BlendPlacements(std::vector<PlacementSeries>& series, Month origin, int threads);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_PLACEMENT_BLEND_H_
