// Work over many series on several threads, with an answer that does not depend on their number.
#ifndef PROGNOS_BENCHMARKS_PARALLEL_H_
#define PROGNOS_BENCHMARKS_PARALLEL_H_

#include "absl/functional/function_ref.h"

namespace prognos::benchmarks {

// Calls work(0) ... work(count - 1), each once, on `threads` >= 1 threads. Each call writes only to its own place.
void ForEachIndex(int count, int threads, absl::FunctionRef<void(int)> work);

// CPU seconds that the calling thread has used.
double ThreadCpuSeconds();

// CPU seconds that all threads of the program have used.
double ProcessCpuSeconds();

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_PARALLEL_H_
