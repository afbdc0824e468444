// The service's default forecast, which learns from all series of a benchmark together.
#ifndef PROGNOS_BENCHMARKS_DEFAULT_MODEL_H_
#define PROGNOS_BENCHMARKS_DEFAULT_MODEL_H_

#include <vector>

#include "benchmarks/task.h"
#include "forecast/engine/forecaster.h"

namespace prognos::benchmarks {

struct DefaultForecasts {
  std::vector<engine::SeriesForecast> series;  // In the order of the tasks.
  // CPU seconds of all threads, divided by the number of series.
  double prepare_seconds = 0.0;  // Fits, past forecasts, weights and calibration.
  double draw_seconds = 0.0;     // Mean and calibrated paths.
};

// `tasks` form one pool.
DefaultForecasts ForecastByDefault(std::vector<engine::SeriesTask> tasks, engine::Target target,
                                   const TaskOptions& options);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_DEFAULT_MODEL_H_
