#include "forecast/service/idle_limit.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace prognos::service {
namespace {

// How much later than the limit a stream may be ended.
absl::Duration LookEvery(absl::Duration limit) { return std::min(limit / 4, absl::Seconds(1)); }

}  // namespace

IdleLimit::IdleLimit(absl::Duration limit) : limit_(limit), thread_([this] { Watch(); }) {}

IdleLimit::~IdleLimit() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

absl::Status IdleLimit::TooSilent() const {
  return absl::AbortedError(
      absl::StrCat("nothing came for ", absl::ToInt64Seconds(limit_), " s; the call was ended, send it again"));
}

void IdleLimit::Watch() {
  const absl::Duration interval = LookEvery(limit_);
  for (;;) {
    std::vector<std::function<void()>> ends;
    {
      const absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval)) return;
      const absl::Time latest = absl::Now() - limit_;
      absl::erase_if(waits_, [&](Wait* wait) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        if (wait->since_ > latest) return false;
        wait->ended_ = true;
        ends.push_back(wait->end_);
        return true;
      });
    }
    // Nobody else ends one of these streams, so each lives until its call; a copy, as the stream may be gone before it
    // returns.
    for (const std::function<void()>& end : ends) end();
  }
}

void IdleLimit::Wait::Begin() {
  if (limit_ == nullptr) return;
  const absl::MutexLock lock(&limit_->mutex_);
  if (ended_) return;
  since_ = absl::Now();
  limit_->waits_.insert(this);
}

bool IdleLimit::Wait::End() {
  if (limit_ == nullptr) return true;
  const absl::MutexLock lock(&limit_->mutex_);
  limit_->waits_.erase(this);
  return !ended_;
}

}  // namespace prognos::service
