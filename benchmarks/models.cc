#include "benchmarks/models.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/models/catalog.h"

namespace prognos::benchmarks {

ModelList AllModels() {
  ModelList all;
  // The catalog outlives every list of it.
  for (const auto& model : models::Catalog()) all.emplace_back(model.get(), [](const models::Model*) {});
  return all;
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
