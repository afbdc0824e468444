// The forecast of many series at once by one model that was asked for by name.
//
//   AskedForecast asked = AskedForecast::Prepare(tasks, *ModelsForTasks("ets", tasks), options);
//   for (int series = 0; series < asked.size(); ++series) use(asked.Draw(series));      // Any order, any thread.
//
// Each series is forecast as the model says, without calibration. What the series of a pool have to do with each other
// is how they move together: sums over them may be taken path by path, as with the default. The correlation is that of
// the model's own errors at the same round of earlier years (model_comparison.h), each measured in the spread that the
// model gives the same months today, moved to the level of then (pool_calibration.h, common_movement.h). Where no
// earlier year can be looked at, the prior stands.
//
// The answer is the same for any number of threads.
#ifndef PROGNOS_FORECAST_ENGINE_ASKED_FORECAST_H_
#define PROGNOS_FORECAST_ENGINE_ASKED_FORECAST_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/calibration.h"
#include "forecast/engine/common_movement.h"
#include "forecast/engine/model_comparison.h"
#include "forecast/engine/pool_calibration.h"
#include "forecast/engine/series_task.h"

namespace prognos::engine {

struct AskedOptions {
  int path_count = 2000;  // >= 0.
  uint64_t seed = 0;      // Of what is common to series.
  int threads = 1;        // >= 1. Of Prepare.
  // How far to look back. No years: no past errors, and the prior of the movement.
  ComparisonOptions comparison;
  CalibrationOptions calibration;
  CommonMovementOptions movement;
  // Scored beside the one asked for, on every series; null: none. Must outlive the forecast.
  const models::Model* beside = nullptr;
  // See PastOptions::stop.
  std::function<bool()> stop = nullptr;
};

struct AskedPaths {
  Vector mean;   // `horizon` long.
  Matrix paths;  // horizon x path_count.
};

class AskedForecast {
 public:
  // `models`: one a task, as ModelsForTasks gives them. A task with a horizon of 0 is not looked at.
  static AskedForecast Prepare(std::vector<SeriesTask> tasks, std::vector<SharedModel> models,
                               const AskedOptions& options);

  int size() const { return static_cast<int>(tasks_.size()); }
  const SeriesTask& task(int series) const { return tasks_[static_cast<size_t>(series)]; }
  const SharedModel& model(int series) const { return models_[static_cast<size_t>(series)]; }
  // The model asked for and, after it, the one beside it; without candidates where the horizon is 0.
  const Comparison& comparison(int series) const { return comparisons_[static_cast<size_t>(series)]; }

  // FAILED_PRECONDITION: the model abstains, or answers with what is no finite number; the text says why.
  absl::StatusOr<AskedPaths> Draw(int series) const;

  // Orders the paths of another forecast for the pool and group of `task` as Draw orders its own.
  void MoveWithItsGroup(const SeriesTask& task, Matrix& paths) const;

 private:
  AskedForecast(std::vector<SeriesTask> tasks, std::vector<SharedModel> models, const AskedOptions& options);
  Comparison Compare(int series) const;
  void MeasureMovement();
  ScoredSeries ScoresOfPast(int series) const;

  AskedOptions options_;
  std::vector<SeriesTask> tasks_;
  std::vector<SharedModel> models_;
  std::vector<Comparison> comparisons_;
  std::map<int, std::map<int, double>> movement_;  // By pool and group; of groups with a past only.
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_ASKED_FORECAST_H_
