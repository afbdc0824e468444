// How many calls are being answered, so that a stop waits for these and not for connections that nobody uses.
#ifndef PROGNOS_FORECAST_SERVICE_RUNNING_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_RUNNING_CALLS_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace prognos::service {

// Any thread may call.
class RunningCalls {
 public:
  // One call, from its beginning until gRPC has handed its answer to the connection. The count outlives it.
  class Mark {
   public:
    explicit Mark(RunningCalls& calls);
    ~Mark();
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;

   private:
    RunningCalls& calls_;
  };

  // Waits until no call runs: true; false when `deadline` comes first.
  bool AwaitNone(absl::Time deadline);

 private:
  bool None() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return count_ == 0; }

  absl::Mutex mutex_;
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_RUNNING_CALLS_H_
