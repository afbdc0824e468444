// Where calls do their work, so that gRPC's own few threads never wait for a disk or a computation: a lane has threads
// of its own and a bounded queue before them. Quick work and heavy work have a lane each, so that computations of
// minutes do not hold up a read.
#ifndef PROGNOS_FORECAST_SERVICE_LANE_H_
#define PROGNOS_FORECAST_SERVICE_LANE_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace prognos::service {

struct LaneOptions {
  int threads = 4;         // >= 1. Work done at once.
  int most_waiting = 256;  // >= 0. Work that waits for a thread; more is refused.
  // What a refused caller is told to wait before it tries again: about as long as a place takes to become free.
  absl::Duration retry_after = absl::Milliseconds(200);
};

class Lane {
 public:
  explicit Lane(const LaneOptions& options);
  // Runs everything that was let in, then returns.
  ~Lane();

  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Runs `work`, which begins a call, on one of the threads, in the order asked. Never blocks. Any thread may call.
  // RESOURCE_EXHAUSTED with REASON_BUSY and a time to wait: all threads are at work, and the queue is full or so long
  // that the answer would come after `deadline`; `work` is not run. Otherwise an overloaded lane would work on what
  // nobody waits for any more by the time it is done.
  absl::Status Begin(std::function<void()> work, absl::Time deadline = absl::InfiniteFuture());

  // The same with the next step of a call that was let in before: never refused. A call has one step at a time, so
  // these are no more than there are calls under way.
  void Continue(std::function<void()> work);

 private:
  void RunUntilStopped();
  // By when work that is let in now is done in all likelihood, if it takes about as long as work did of late.
  absl::Time LikelyEnd() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasWorkOrStops() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); }

  const LaneOptions options_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  int running_ ABSL_GUARDED_BY(mutex_) = 0;        // At work on a thread.
  absl::Duration usual_ ABSL_GUARDED_BY(mutex_);   // That a piece of work takes, the newest counting most; 0: none yet.
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;  // Set once; threads end when the queue is empty too.
  std::vector<std::thread> threads_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_LANE_H_
