#include "benchmarks/task.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "forecast/engine/path_summary.h"

namespace prognos::benchmarks {

Interval IntervalOf(const Vector& sample) {
  if (sample.size() == 0) return {};
  const std::vector<double> ends = engine::SampleQuantiles(sample, {0.025, 0.10, 0.90, 0.975});
  return {ends[1], ends[2], ends[0], ends[3]};
}

std::string Cell(double value) { return std::isnan(value) ? "" : absl::StrFormat("%.10g", value); }

}  // namespace prognos::benchmarks
