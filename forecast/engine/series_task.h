// What is asked of the engine for one series.
#ifndef PROGNOS_FORECAST_ENGINE_SERIES_TASK_H_
#define PROGNOS_FORECAST_ENGINE_SERIES_TASK_H_

#include <cstdint>

#include "forecast/models/model.h"

namespace prognos::engine {

struct SeriesTask {
  models::TrainingData training;
  int horizon = 0;  // >= 0.
  uint64_t seed = 0;
  int pool = 0;  // Series with the same number learn from each other: give one to all that are alike.
  // Series of a pool with the same number move together (common_movement.h): cost in one, revenue in another.
  int group = 0;
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_SERIES_TASK_H_
