#include "forecast/service/idle_limit.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/time/clock.h"
#include "messages/refusal.h"

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
  return MessageStatus(absl::StatusCode::kAborted, messages::refusal::StreamWasSilent(absl::ToInt64Seconds(limit_)));
}

IdleLimit::Wait* IdleLimit::TakeOne() {
  const absl::Time latest = absl::Now() - limit_;
  const auto found = absl::c_find_if(waits_, [latest](const Wait* wait) { return wait->since_ <= latest; });
  if (found == waits_.end()) return nullptr;
  Wait* const wait = *found;
  waits_.erase(found);
  wait->ended_ = true;
  return wait;
}

void IdleLimit::Watch() {
  const absl::Duration interval = LookEvery(limit_);
  absl::MutexLock lock(&mutex_);
  while (!mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval)) {
    while (Wait* const wait = TakeOne()) {
      being_ended_ = wait;
      mutex_.Unlock();
      wait->end_();
      mutex_.Lock();
      being_ended_ = nullptr;
    }
  }
}

IdleLimit::Wait::~Wait() {
  if (limit_ == nullptr) return;
  const absl::MutexLock lock(&limit_->mutex_);
  limit_->waits_.erase(this);
  const auto returned = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(limit_->mutex_) { return limit_->being_ended_ != this; };
  limit_->mutex_.Await(absl::Condition(&returned));
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
