// The models that the benchmark knows by name.
#ifndef PROGNOS_BENCHMARKS_MODELS_H_
#define PROGNOS_BENCHMARKS_MODELS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace prognos::benchmarks {

// `names` are all among engine::ModelNames(). INVALID_ARGUMENT lists the unknown names and the known ones.
absl::Status CheckModelNames(const std::vector<std::string>& names);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_MODELS_H_
