// A loop over independent pieces of work on several threads.
#ifndef PROGNOS_FORECAST_ENGINE_PARALLEL_H_
#define PROGNOS_FORECAST_ENGINE_PARALLEL_H_

#include <functional>

namespace prognos::engine {

// Calls work(0) ... work(count - 1), each once, on at most `threads` (>= 1) threads; returns when all are done.
// With one thread in rising order on the caller's own. The calls must not depend on each other: then the results are
// the same for any number of threads.
void ParallelFor(int count, int threads, const std::function<void(int)>& work);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_PARALLEL_H_
