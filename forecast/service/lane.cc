#include "forecast/service/lane.h"

#include <utility>

#include "forecast/service/error.h"
#include "messages/refusal.h"

namespace prognos::service {

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

absl::Status Lane::Begin(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  // What is queued may be about to be fetched by an idle thread, so threads and queue are counted together.
  if (running_ + static_cast<int>(queue_.size()) >= options_.threads + options_.most_waiting) {
    return Busy(messages::refusal::ServiceIsBusy(), options_.retry_after);
  }
  queue_.push_back(std::move(work));
  return absl::OkStatus();
}

void Lane::Continue(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  queue_.push_back(std::move(work));
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
    work();
    work = nullptr;  // Whatever it holds is let go of before the place is free.
    absl::MutexLock lock(&mutex_);
    --running_;
  }
}

}  // namespace prognos::service
