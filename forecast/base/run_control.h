// What may end a long computation before it is done: whoever asked for it went away, or has no more time.
//
//   absl::StatusOr<Outlook> ComputeOutlook(const OutlookInput& input, const RunControl& control = {});
//
// A computation asks before each step that takes a while, from any thread, and answers an error once it is to stop;
// what it has by then is thrown away.
#ifndef PROGNOS_FORECAST_BASE_RUN_CONTROL_H_
#define PROGNOS_FORECAST_BASE_RUN_CONTROL_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "messages/refusal.h"

namespace prognos {

struct RunControl {
  // True once nobody waits for the answer; asked often and from any thread, so it must be quick. Absent: never.
  std::function<bool()> cancelled;
  absl::Time deadline = absl::InfiniteFuture();

  // OK while the computation may go on. DEADLINE_EXCEEDED, CANCELLED: it is to stop. The deadline is told first, for a
  // call that ran out of time is often cancelled by its other end at the same moment.
  absl::Status Check() const {
    if (absl::Now() >= deadline) {
      return MessageStatus(absl::StatusCode::kDeadlineExceeded, messages::refusal::DeadlinePassed());
    }
    if (cancelled && cancelled()) {
      return MessageStatus(absl::StatusCode::kCancelled, messages::refusal::CallWasCancelled());
    }
    return absl::OkStatus();
  }

  bool IsStopped() const { return !Check().ok(); }
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_RUN_CONTROL_H_
