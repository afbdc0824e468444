#include "forecast/service/running_calls.h"

namespace prognos::service {

RunningCalls::Mark::Mark(RunningCalls& calls) : calls_(calls) {
  absl::MutexLock lock(&calls_.mutex_);
  ++calls_.count_;
}

RunningCalls::Mark::~Mark() {
  absl::MutexLock lock(&calls_.mutex_);
  --calls_.count_;
}

bool RunningCalls::AwaitNone(absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithDeadline(absl::Condition(this, &RunningCalls::None), deadline);
}

}  // namespace prognos::service
