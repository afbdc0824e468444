#include "forecast/service/lane.h"

#include <utility>

#include "forecast/service/error.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

constexpr double kNewest = 0.1;  // How much the newest piece of work counts in what is usual.
// Work that is begun and not done in time costs the others theirs, so who may just make it is refused as well.
constexpr double kMargin = 1.5;

}  // namespace

Lane::Lane(const LaneOptions& options) : options_(options) {
  threads_.reserve(static_cast<size_t>(options.threads));
  for (int i = 0; i < options.threads; ++i) threads_.emplace_back([this] { RunUntilStopped(); });
}

Lane::~Lane() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

absl::Status Lane::Begin(std::function<void()> work, absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  // What is queued may be about to be fetched by an idle thread, so threads and queue are counted together.
  const int ahead = running_ + static_cast<int>(queue_.size());
  const bool full = ahead >= options_.threads + options_.most_waiting;
  const bool too_late = ahead >= options_.threads && LikelyEnd() > deadline;
  if (full || too_late) return Busy(messages::refusal::ServiceIsBusy(), options_.retry_after);
  queue_.push_back(std::move(work));
  return absl::OkStatus();
}

void Lane::Continue(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  queue_.push_back(std::move(work));
}

absl::Time Lane::LikelyEnd() const {
  // What runs is half done, on average.
  const double before = 0.5 * running_ + static_cast<double>(queue_.size());
  return absl::Now() + kMargin * usual_ * (before / options_.threads + 1);
}

void Lane::RunUntilStopped() {
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Lane::HasWorkOrStops));
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      ++running_;
    }
    const absl::Time begin = absl::Now();
    work();
    work = nullptr;  // Whatever it holds is let go of before the place is free.
    const absl::Duration taken = absl::Now() - begin;
    absl::MutexLock lock(&mutex_);
    usual_ = usual_ == absl::ZeroDuration() ? taken : usual_ + kNewest * (taken - usual_);
    --running_;
  }
}

}  // namespace prognos::service
