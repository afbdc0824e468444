#include "forecast/service/idle_limit.h"

#include <atomic>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace prognos::service {
namespace {

TEST(IdleLimitTest, EndsAStreamThatWaitsTooLongOnce) {
  IdleLimit limit(absl::Milliseconds(20));
  std::atomic<int> ended = 0;
  absl::Notification first;
  IdleLimit::Wait wait(&limit, [&] {
    if (++ended == 1) first.Notify();
  });
  wait.Begin();
  first.WaitForNotification();
  EXPECT_FALSE(wait.End());
  wait.Begin();  // Comes too late: the stream is over.
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(ended, 1);
}

TEST(IdleLimitTest, LeavesAStreamAloneThatDoesNotWait) {
  IdleLimit limit(absl::Milliseconds(20));
  std::atomic<int> ended = 0;
  IdleLimit::Wait wait(&limit, [&] { ++ended; });
  wait.Begin();
  EXPECT_TRUE(wait.End());  // A message came; the service works on it.
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(ended, 0);
}

// What is ended may be destroyed by others meanwhile: an answer that was fetched at the last moment.
TEST(IdleLimitTest, AWaitIsNotDestroyedWhileItIsBeingEnded) {
  IdleLimit limit(absl::Milliseconds(4));
  for (int round = 0; round < 200; ++round) {
    std::atomic<bool> alive = true;
    {
      IdleLimit::Wait wait(&limit, [&] {
        EXPECT_TRUE(alive);
        absl::SleepFor(absl::Microseconds(200));
        EXPECT_TRUE(alive);
      });
      wait.Begin();
      absl::SleepFor(absl::Milliseconds(4));
    }
    alive = false;
  }
}

TEST(IdleLimitTest, SaysHowLongItWaited) {
  IdleLimit limit(absl::Seconds(60));
  EXPECT_EQ(limit.TooSilent().code(), absl::StatusCode::kAborted);
  EXPECT_NE(limit.TooSilent().message().find("60 s"), std::string::npos);
}

TEST(IdleLimitTest, AStreamWithoutALimitIsNeverEnded) {
  IdleLimit::Wait wait(nullptr, [] { FAIL(); });
  wait.Begin();
  EXPECT_TRUE(wait.End());
}

}  // namespace
}  // namespace prognos::service
