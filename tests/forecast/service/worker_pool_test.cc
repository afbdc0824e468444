#include "forecast/service/worker_pool.h"

#include <atomic>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "gtest/gtest.h"

namespace prognos::service {
namespace {

TEST(WorkerPoolTest, EverythingPostedIsRunBeforeThePoolEnds) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(3);
    for (int i = 0; i < 1000; ++i) pool.Post([&done] { ++done; });
  }
  EXPECT_EQ(done, 1000);
}

TEST(WorkerPoolTest, WorkRunsAtTheSameTimeOnAsManyThreadsAsThereAre) {
  WorkerPool pool(4);
  absl::Barrier* all_running = new absl::Barrier(4);
  absl::BlockingCounter all_done(4);
  for (int i = 0; i < 4; ++i) {
    pool.Post([&] {
      if (all_running->Block()) delete all_running;  // Only returns when four run at once.
      all_done.DecrementCount();
    });
  }
  all_done.Wait();
}

TEST(WorkerPoolTest, WorkMayPostMoreWork) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(1);
    pool.Post([&] { pool.Post([&done] { ++done; }); });
  }
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace prognos::service
