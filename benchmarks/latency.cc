#include "benchmarks/latency.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "forecast/base/status_macros.h"

namespace prognos::benchmarks {

Latencies::Latencies(std::vector<double> milliseconds) : sorted_(std::move(milliseconds)) {
  std::sort(sorted_.begin(), sorted_.end());
}

double Latencies::Quantile(double share) const {
  const double rank = std::ceil(share * static_cast<double>(sorted_.size()));
  const double last = static_cast<double>(sorted_.size());
  return sorted_[static_cast<size_t>(std::clamp(rank, 1.0, last)) - 1];
}

absl::StatusOr<Latencies> MeasureLatencies(int repetitions, const std::function<absl::Status(int)>& work) {
  PROGNOS_RETURN_IF_ERROR(work(-1));
  std::vector<double> milliseconds;
  for (int i = 0; i < repetitions; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    PROGNOS_RETURN_IF_ERROR(work(i));
    milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  return Latencies(std::move(milliseconds));
}

}  // namespace prognos::benchmarks
