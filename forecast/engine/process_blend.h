// A process that knows more than the history of a series (models/placements) beside the forecast of the models: how
// much it is believed, and both in one.
//
// With e_m and e_p the mean absolute errors of the models and of the process at the same round of earlier years, over
// all series of a pool, each relative to its size, and r = e_m / e_p, the process has the weight
//
//   w = (r^2 - c r) / (r^2 + 1 - 2 c r), within 0-1      (Bates & Granger 1969, "The combination of forecasts")
//
// for errors whose correlation is c, kErrorCorrelation: both forecast the same thing, and most of what either misses
// nobody can know. Before that log r is mixed with what is believed beforehand, log kPriorRatio, which counts as
// kPriorErrors errors.
#ifndef PROGNOS_FORECAST_ENGINE_PROCESS_BLEND_H_
#define PROGNOS_FORECAST_ENGINE_PROCESS_BLEND_H_

#include <vector>

#include "forecast/series/eigen_types.h"

namespace prognos::engine {

inline constexpr double kErrorCorrelation = 0.8;
// It knows what is open, which no history shows. Weight 0.81.
inline constexpr double kPriorRatio = 1.14;
// Where the roll does not reach back, past errors are of a process that knew less than today's: a few of them say
// little. On made-up placements of eight series 40 was better than 4, of two hundred as good.
inline constexpr double kPriorErrors = 40.0;

// Mean absolute errors of one series over the same earlier years, >= 0 and finite, in the units of `size`.
struct ErrorsBefore {
  double models = 0.0;
  double process = 0.0;
  double size = 0.0;  // > 0: of what was forecast.
  int years = 0;      // Behind them, >= 1.
};

// 0-1. Without any errors that of kPriorRatio.
double ProcessWeight(const std::vector<ErrorsBefore>& series);

// Makes the mean (months) and paths (months x paths) of the models those of both: mean = (1 - weight) mean + weight
// process. Paths that rank alike by their totals are joined, for both are of the same future: quantiles of the total
// lie between those of the two, and the order of the paths, by which series move together, stays that of the models.
// `process_paths` has the shape of `paths`.
void Blend(double weight, const Vector& process_mean, const Matrix& process_paths, Vector& mean, Matrix& paths);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_PROCESS_BLEND_H_
