// The models that a forecast can be asked for by name.
//
//   kDefaultModel        no model but the combination of many (joint_forecast.h);
//   models::Catalog()    each learns from the one series that it forecasts;
//   pooled-regression    learns from all series of a pool (pool_learner.h).
#ifndef PROGNOS_FORECAST_ENGINE_ASKED_MODEL_H_
#define PROGNOS_FORECAST_ENGINE_ASKED_MODEL_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/engine/series_task.h"
#include "forecast/models/model.h"

namespace prognos::engine {

// The name that asks for the combination of models.
inline constexpr char kDefaultModel[] = "default";

// All names, kDefaultModel first.
std::vector<std::string> ModelNames();

bool IsModelName(absl::string_view name);

// All names, joined by ", ": for messages.
std::string JoinedModelNames();

using SharedModel = std::shared_ptr<const models::Model>;

// The model `name` as each of `tasks` is forecast by it, in their order; series of one pool share what they learn from.
// Holds all that it needs of `tasks`. INVALID_ARGUMENT: kDefaultModel, and what is not a name at all.
absl::StatusOr<std::vector<SharedModel>> ModelsForTasks(absl::string_view name, const std::vector<SeriesTask>& tasks);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_ASKED_MODEL_H_
