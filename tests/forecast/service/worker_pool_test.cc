#include "forecast/service/worker_pool.h"

#include <atomic>

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
  absl::BlockingCounter all_running(4);
  absl::BlockingCounter all_done(4);
  for (int i = 0; i < 4; ++i) {
    pool.Post([&] {
      all_running.DecrementCount();
      all_running.Wait();  // Only returns when four run at once.
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
