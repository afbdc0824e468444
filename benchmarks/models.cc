#include "benchmarks/models.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/models/croston.h"
#include "forecast/models/local_level.h"
#include "forecast/models/stl_forecast.h"
#include "forecast/models/theta.h"

namespace prognos::benchmarks {

ModelList AllModels() {
  using models::ThetaOptions;
  using models::ThetaVariant;
  return {
      std::make_shared<models::ThetaModel>(ThetaOptions{.variant = ThetaVariant::kStandard}),
      std::make_shared<models::ThetaModel>(ThetaOptions{.variant = ThetaVariant::kOptimised}),
      std::make_shared<models::ThetaModel>(ThetaOptions{.variant = ThetaVariant::kDynamic}),
      std::make_shared<models::StlForecastModel>(),
      std::make_shared<models::StructuralModel>(),
      std::make_shared<models::TsbModel>(),
  };
}

absl::StatusOr<ModelList> ModelsByName(const std::vector<std::string>& names) {
  ModelList chosen;
  std::vector<std::string> unknown, known;
  const ModelList all = AllModels();
  for (const auto& model : all) known.emplace_back(model->name());
  for (const std::string& name : names) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end()) {
      unknown.push_back(name);
    } else {
      chosen.push_back(all[at - known.begin()]);
    }
  }
  if (unknown.empty()) return chosen;
  return absl::InvalidArgumentError(
      absl::StrCat("models: unknown: ", absl::StrJoin(unknown, ", "), "; known: ", absl::StrJoin(known, ", ")));
}

}  // namespace prognos::benchmarks
