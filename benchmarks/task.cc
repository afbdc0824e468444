#include "benchmarks/task.h"

#include <cmath>

#include "absl/strings/str_format.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::benchmarks {

Interval IntervalOf(const Vector& sample) {
  using evaluation::SampleQuantile;
  return {SampleQuantile(sample, 0.10), SampleQuantile(sample, 0.90), SampleQuantile(sample, 0.025),
          SampleQuantile(sample, 0.975)};
}

std::string Cell(double value) { return std::isnan(value) ? "" : absl::StrFormat("%.10g", value); }

}  // namespace prognos::benchmarks
