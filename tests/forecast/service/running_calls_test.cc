#include "forecast/service/running_calls.h"

#include <optional>
#include <thread>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace prognos::service {
namespace {

TEST(RunningCallsTest, WithoutACallNothingIsWaitedForEvenWhenTheDeadlineHasPassed) {
  RunningCalls calls;
  EXPECT_TRUE(calls.AwaitNone(absl::InfinitePast()));
}

TEST(RunningCallsTest, WhileAnyCallRunsTheDeadlineEndsTheWait) {
  RunningCalls calls;
  const RunningCalls::Mark first(calls);
  { const RunningCalls::Mark second(calls); }
  EXPECT_FALSE(calls.AwaitNone(absl::InfinitePast()));
  EXPECT_FALSE(calls.AwaitNone(absl::Now() + absl::Milliseconds(5)));
}

TEST(RunningCallsTest, TheEndOfTheLastCallEndsTheWait) {
  RunningCalls calls;
  std::optional<RunningCalls::Mark> call(std::in_place, calls);
  bool ended = false;
  std::thread other([&] {
    absl::SleepFor(absl::Milliseconds(20));
    ended = true;
    call.reset();
  });
  EXPECT_TRUE(calls.AwaitNone(absl::InfiniteFuture()));
  EXPECT_TRUE(ended);
  other.join();
}

}  // namespace
}  // namespace prognos::service
