// A number of bytes that several calls share: each takes what it holds and gives it back when it ends.
#ifndef PROGNOS_FORECAST_SERVICE_BYTE_ALLOWANCE_H_
#define PROGNOS_FORECAST_SERVICE_BYTE_ALLOWANCE_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace prognos::service {

// Any thread may call; one share is used by one thread at a time.
class ByteAllowance {
 public:
  // `limit` >= 0: what all shares may hold together.
  explicit ByteAllowance(int64_t limit) : limit_(limit) {}

  // What one call holds. The allowance outlives it.
  class Share {
   public:
    explicit Share(ByteAllowance& allowance) : allowance_(allowance) {}
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // Takes `bytes` (>= 0) more; false, with nothing taken, when so many are not left. Never waits.
    bool Grow(int64_t bytes);
    // Takes `bytes` (>= 0) more though they may not be left: for what is there already.
    void Take(int64_t bytes);

   private:
    ByteAllowance& allowance_;
    int64_t held_ = 0;
  };

  int64_t limit() const { return limit_; }
  // Whether nothing is left.
  bool full();

 private:
  const int64_t limit_;
  absl::Mutex mutex_;
  int64_t held_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BYTE_ALLOWANCE_H_
