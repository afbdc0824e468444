// How long something takes, over and over.
#ifndef PROGNOS_BENCHMARKS_LATENCY_H_
#define PROGNOS_BENCHMARKS_LATENCY_H_

#include <functional>
#include <vector>

#include "absl/status/statusor.h"

namespace prognos::benchmarks {

// Wall times in milliseconds.
class Latencies {
 public:
  // `milliseconds` must not be empty.
  explicit Latencies(std::vector<double> milliseconds);

  // The smallest time that at least `share` (0-1) of all are within: the nearest rank ceil(share * n).
  double Quantile(double share) const;
  double median() const { return Quantile(0.5); }

 private:
  std::vector<double> sorted_;
};

// Runs `work(i)` for i = 0 ... repetitions - 1 and times each; before that once, untimed, as work(-1), so that
// connections are made and caches filled. The first error ends it.
absl::StatusOr<Latencies> MeasureLatencies(int repetitions, const std::function<absl::Status(int)>& work);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_LATENCY_H_
