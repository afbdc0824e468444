// Keeps sample paths within reason, and the expected value in their middle.
#ifndef PROGNOS_FORECAST_ENGINE_BOUNDS_H_
#define PROGNOS_FORECAST_ENGINE_BOUNDS_H_

#include "forecast/models/model.h"

namespace prognos::engine {

// A month beyond so many times the largest known one is a failure of the model, not a forecast.
inline constexpr double kMostTimesKnown = 10.0;

// What no month of a forecast leaves.
struct Bounds {
  double least = 0.0;
  double most = 0.0;
};

// kMostTimesKnown times the largest absolute month of history and budget, up and down; nothing below zero when no known
// value of the history (or, without history, of the budget) is negative.
Bounds BoundsOf(const models::TrainingData& training);

// Cuts `paths` (months x paths) at the bounds, month by month, and shifts each month so that its paths have the mean
// that `mean` asks for: where zero is near, cutting alone would lift all of them. The shift goes at most as far as
// the paths' own standard deviation, so that a month that is expected at zero keeps a chance of being above; then, and
// only then, the expected value gives way. On return `mean` is the mean of the paths.
void KeepWithin(const Bounds& bounds, Vector& mean, Matrix& paths);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_BOUNDS_H_
