// Every model that learns from the one series that it forecasts, by name. (Of many at once: pooled_regression.h.)
#ifndef PROGNOS_FORECAST_MODELS_CATALOG_H_
#define PROGNOS_FORECAST_MODELS_CATALOG_H_

#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/models/model.h"

namespace prognos::models {

// All models, in the order of preference where nothing else tells two apart. Lives as long as the program; any thread.
const std::vector<std::unique_ptr<Model>>& Catalog();

// The model of that name; nullptr when there is none.
const Model* FindModel(absl::string_view name);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_CATALOG_H_
