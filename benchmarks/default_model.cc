#include "benchmarks/default_model.h"

#include <utility>

#include "benchmarks/parallel.h"

namespace prognos::benchmarks {

DefaultForecasts ForecastByDefault(std::vector<engine::SeriesTask> tasks, engine::Target target,
                                   const TaskOptions& options) {
  const double count = static_cast<double>(tasks.size());
  engine::ForecastOptions engine_options;
  engine_options.target = target;
  engine_options.path_count = options.num_paths;
  engine_options.threads = options.threads;
  const double start = ProcessCpuSeconds();
  // The default is always known, so that there is a forecaster.
  const engine::Forecaster forecaster = *engine::Forecaster::Prepare(std::move(tasks), engine_options);
  const double prepared = ProcessCpuSeconds();
  DefaultForecasts forecasts;
  forecasts.series.resize(static_cast<size_t>(forecaster.size()));
  ForEachIndex(forecaster.size(), options.threads,
               [&](int at) { forecasts.series[static_cast<size_t>(at)] = forecaster.Draw(at); });
  forecasts.prepare_seconds = (prepared - start) / count;
  forecasts.draw_seconds = (ProcessCpuSeconds() - prepared) / count;
  return forecasts;
}

}  // namespace prognos::benchmarks
