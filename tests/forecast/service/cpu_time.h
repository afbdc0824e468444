// How much the whole test program computes, so that a test can claim that cancelled work is over: time on the clock
// says little on a machine that others use, time on the processor says what was done.
#ifndef PROGNOS_TESTS_FORECAST_SERVICE_CPU_TIME_H_
#define PROGNOS_TESTS_FORECAST_SERVICE_CPU_TIME_H_

#include <ctime>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace prognos::service {

// Of all threads since the program began.
inline absl::Duration CpuTime() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return absl::DurationFromTimespec(time);
}

// Waits until the program has computed for `duration` more.
inline void AwaitCpuTime(absl::Duration duration) {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  for (const absl::Duration end = CpuTime() + duration; CpuTime() < end && absl::Now() < give_up;) {
    absl::SleepFor(absl::Milliseconds(1));
  }
}

// What is computed in the 300 ms that begin 50 ms from now.
inline absl::Duration CpuTimeSoon() {
  absl::SleepFor(absl::Milliseconds(50));
  const absl::Duration before = CpuTime();
  absl::SleepFor(absl::Milliseconds(300));
  return CpuTime() - before;
}

}  // namespace prognos::service

#endif  // PROGNOS_TESTS_FORECAST_SERVICE_CPU_TIME_H_
