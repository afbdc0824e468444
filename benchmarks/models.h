// The models that the benchmark knows by name.
#ifndef PROGNOS_BENCHMARKS_MODELS_H_
#define PROGNOS_BENCHMARKS_MODELS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/models/model.h"

namespace prognos::benchmarks {

using ModelList = std::vector<std::shared_ptr<const models::Model>>;

// Every model, in the order of the tables.
ModelList AllModels();

// The models of these names, in their order. INVALID_ARGUMENT lists the unknown names and the known ones.
absl::StatusOr<ModelList> ModelsByName(const std::vector<std::string>& names);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_MODELS_H_
