// The forecast of one series alone.
#ifndef PROGNOS_TESTS_FORECAST_ENGINE_FORECAST_SERIES_H_
#define PROGNOS_TESTS_FORECAST_ENGINE_FORECAST_SERIES_H_

#include "forecast/base/status_macros.h"
#include "forecast/engine/forecaster.h"

namespace prognos::engine {

// `horizon` (>= 0) months from `training.history.end()` on. INVALID_ARGUMENT: an unknown model.
inline absl::StatusOr<SeriesForecast> ForecastSeries(const models::TrainingData& training,
                                                     const ForecastOptions& options, int horizon) {
  PROGNOS_ASSIGN_OR_RETURN(const Forecaster forecaster,
                           Forecaster::Prepare({{training, horizon, options.seed}}, options));
  return forecaster.Draw(0);
}

}  // namespace prognos::engine

#endif  // PROGNOS_TESTS_FORECAST_ENGINE_FORECAST_SERIES_H_
