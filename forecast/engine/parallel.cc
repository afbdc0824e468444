#include "forecast/engine/parallel.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace prognos::engine {

void ParallelFor(int count, int threads, const std::function<void(int)>& work) {
  if (threads <= 1 || count <= 1) {
    for (int at = 0; at < count; ++at) work(at);
    return;
  }
  tbb::task_arena arena(threads);
  arena.execute([&] { tbb::parallel_for(0, count, work); });
}

}  // namespace prognos::engine
