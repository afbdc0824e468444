// Threads that do the work of calls, so that gRPC's own few threads never wait for a disk or a computation.
#ifndef PROGNOS_FORECAST_SERVICE_WORKER_POOL_H_
#define PROGNOS_FORECAST_SERVICE_WORKER_POOL_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace prognos::service {

class WorkerPool {
 public:
  // `threads` >= 1.
  explicit WorkerPool(int threads);
  // Runs everything that was posted, then returns.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` on one of the threads, in the order posted. Never blocks. Any thread may call.
  void Post(std::function<void()> work);

 private:
  void RunUntilStopped();
  bool HasWorkOrStops() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); }

  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;  // Set once; threads end when the queue is empty too.
  std::vector<std::thread> threads_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_WORKER_POOL_H_
