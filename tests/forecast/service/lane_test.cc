#include "forecast/service/lane.h"

#include <atomic>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "forecast/service/error.h"
#include "gtest/gtest.h"
#include "tests/forecast/service/service_fixture.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

TEST(LaneTest, EverythingLetInIsRunBeforeTheLaneEnds) {
  std::atomic<int> done = 0;
  {
    Lane lane({.threads = 3, .most_waiting = 1000});
    for (int i = 0; i < 1000; ++i) ASSERT_THAT(lane.Begin([&done] { ++done; }), IsOk());
  }
  EXPECT_EQ(done, 1000);
}

TEST(LaneTest, WorkRunsAtTheSameTimeOnAsManyThreadsAsThereAre) {
  Lane lane({.threads = 4, .most_waiting = 0});
  absl::Barrier* all_running = new absl::Barrier(4);
  absl::BlockingCounter all_done(4);
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(lane.Begin([&] {
      if (all_running->Block()) delete all_running;  // Only returns when four run at once.
      all_done.DecrementCount();
    }),
                IsOk());
  }
  all_done.Wait();
}

// Two at work, three waiting: the sixth is told when to come back, and is never run. The next step of a call that is
// under way is not refused, for it would have to begin anew.
TEST(LaneTest, AFullLaneRefusesWhatBeginsAndNotWhatContinues) {
  absl::Notification free;
  std::atomic<int> done = 0;
  {
    Lane lane({.threads = 2, .most_waiting = 3, .retry_after = absl::Milliseconds(700)});
    const auto work = [&] {
      free.WaitForNotification();
      ++done;
    };
    for (int i = 0; i < 5; ++i) ASSERT_THAT(lane.Begin(work), IsOk()) << i;
    const absl::Status refused = lane.Begin(work);
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
    const v1::ErrorDetail detail = DetailOf(ToGrpcStatus(refused));
    EXPECT_EQ(detail.reason(), v1::REASON_BUSY);
    EXPECT_EQ(detail.retry_after_ms(), 700);
    lane.Continue(work);
    free.Notify();
  }
  EXPECT_EQ(done, 6);
}

// One thread, and work that took 40 ms: with one at work and three waiting, a fifth would be done after about 180 ms. A
// caller who waits for 60 ms is refused at once, one who waits for a minute is let in.
TEST(LaneTest, WorkThatWouldBeDoneTooLateIsRefused) {
  absl::Notification free;
  Lane lane({.threads = 1, .most_waiting = 100});
  absl::Notification known;
  ASSERT_THAT(lane.Begin([] { absl::SleepFor(absl::Milliseconds(40)); }), IsOk());
  ASSERT_THAT(lane.Begin([&] { known.Notify(); }), IsOk());
  known.WaitForNotification();
  const auto work = [&free] { free.WaitForNotification(); };
  for (int i = 0; i < 4; ++i) ASSERT_THAT(lane.Begin(work), IsOk()) << i;
  const absl::Status refused = lane.Begin(work, absl::Now() + absl::Milliseconds(60));
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(DetailOf(ToGrpcStatus(refused)).reason(), v1::REASON_BUSY);
  EXPECT_THAT(lane.Begin(work, absl::Now() + absl::Minutes(1)), IsOk());
  free.Notify();
}

TEST(LaneTest, AnIdleThreadTakesWorkWhateverItsDeadline) {
  Lane lane({.threads = 2, .most_waiting = 100});
  absl::Notification known;
  absl::Notification free;
  ASSERT_THAT(lane.Begin([&] {
    absl::SleepFor(absl::Milliseconds(40));
    known.Notify();
    free.WaitForNotification();
  }),
              IsOk());
  known.WaitForNotification();
  EXPECT_THAT(lane.Begin([] {}, absl::Now() + absl::Milliseconds(1)), IsOk());
  free.Notify();
}

TEST(LaneTest, APlaceIsFreeWhenWorkIsDone) {
  Lane lane({.threads = 1, .most_waiting = 0});
  for (int i = 0; i < 20; ++i) {
    absl::Notification done;
    while (!lane.Begin([&done] { done.Notify(); }).ok()) std::this_thread::yield();
    done.WaitForNotification();
  }
}

TEST(LaneTest, WorkMayContinue) {
  std::atomic<int> done = 0;
  {
    Lane lane({.threads = 1, .most_waiting = 0});
    ASSERT_THAT(lane.Begin([&] { lane.Continue([&done] { ++done; }); }), IsOk());
  }
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace prognos::service
