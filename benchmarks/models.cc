#include "benchmarks/models.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "forecast/engine/asked_model.h"

namespace prognos::benchmarks {

absl::Status CheckModelNames(const std::vector<std::string>& names) {
  std::vector<std::string> unknown;
  for (const std::string& name : names) {
    if (!engine::IsModelName(name)) unknown.push_back(name);
  }
  if (unknown.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("models: unknown: ", absl::StrJoin(unknown, ", "), "; known: ", engine::JoinedModelNames()));
}

}  // namespace prognos::benchmarks
