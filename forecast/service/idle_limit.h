// Ends calls whose client sends or fetches nothing for too long, so that nobody holds memory or a place by being
// silent.
//
//   IdleLimit limit(absl::Seconds(60));
//   IdleLimit::Wait wait(&limit, [this] { Finish(...); });   // One for each stream.
//   wait.Begin(); StartRead(...);                            // Waits for the next message from now on.
//   if (!wait.End()) return;                                 // In OnReadDone: false when the limit has ended the
//   stream.
#ifndef PROGNOS_FORECAST_SERVICE_IDLE_LIMIT_H_
#define PROGNOS_FORECAST_SERVICE_IDLE_LIMIT_H_

#include <functional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace prognos::service {

// Any thread may call.
class IdleLimit {
 public:
  // `limit` > 0: how long a stream may wait for its client.
  explicit IdleLimit(absl::Duration limit);
  // No stream is ended any more.
  ~IdleLimit();
  IdleLimit(const IdleLimit&) = delete;
  IdleLimit& operator=(const IdleLimit&) = delete;

  // What a stream that was silent for too long is ended with: ABORTED.
  absl::Status TooSilent() const;

  // Of one stream. `limit`, which may be absent, outlives it.
  class Wait {
   public:
    // `end` is called once, on another thread and without a lock, when a wait lasts too long. It ends the stream, and
    // only it does: whoever calls End then is told so.
    Wait(IdleLimit* limit, std::function<void()> end) : limit_(limit), end_(std::move(end)) {}
    // Where `end` is being called, waits until it has returned.
    ~Wait();
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

    // The stream waits for its client from now on.
    void Begin();
    // It does not any more; false when the limit has ended the stream, or ends it now.
    bool End();

   private:
    friend class IdleLimit;
    IdleLimit* const limit_;
    const std::function<void()> end_;
    absl::Time since_ = absl::InfiniteFuture();  // Under the limit's lock, as the next.
    bool ended_ = false;
  };

 private:
  void Watch();
  // One that has waited too long, which is marked as ended; nullptr when there is none.
  Wait* TakeOne() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const absl::Duration limit_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_set<Wait*> waits_ ABSL_GUARDED_BY(mutex_);
  const Wait* being_ended_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_IDLE_LIMIT_H_
