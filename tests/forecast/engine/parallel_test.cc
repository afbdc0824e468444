#include "forecast/engine/parallel.h"

#include <atomic>
#include <vector>

#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

TEST(ParallelTest, EveryPieceIsDoneOnceForAnyNumberOfThreads) {
  for (const int threads : {1, 2, 7}) {
    for (const int count : {0, 1, 5, 1000}) {
      std::vector<std::atomic<int>> calls(static_cast<size_t>(count));
      ParallelFor(count, threads, [&](int at) { ++calls[static_cast<size_t>(at)]; });
      for (const auto& number : calls) EXPECT_EQ(number, 1) << threads << " threads, " << count << " pieces";
    }
  }
}

}  // namespace
}  // namespace prognos::engine
