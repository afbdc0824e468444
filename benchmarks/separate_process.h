// What a piece of work costs in a process of its own, where nothing before it has used memory or filled a cache.
#ifndef PROGNOS_BENCHMARKS_SEPARATE_PROCESS_H_
#define PROGNOS_BENCHMARKS_SEPARATE_PROCESS_H_

#include <functional>

#include "absl/status/statusor.h"

namespace prognos::benchmarks {

struct ProcessCost {
  double wall_seconds = 0.0;  // Of `work` alone, without starting the process.
  double cpu_seconds = 0.0;   // Of all its threads, in user and system.
  double peak_bytes = 0.0;    // The largest resident memory, with what the program itself takes.
};

// Runs `work` in a child of this process and waits for it. Call it while this process has a single thread: a child has
// only the thread that called, so that what another held stays locked in it. INTERNAL: no process could be made, or
// `work` ended it.
absl::StatusOr<ProcessCost> RunApart(const std::function<void()>& work);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_SEPARATE_PROCESS_H_
