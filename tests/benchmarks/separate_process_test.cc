#include "benchmarks/separate_process.h"

#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

// Every page is written, so that it is resident.
void UseBytes(size_t bytes) {
  std::vector<char> memory(bytes, 'x');
  volatile char last = memory.back();
  (void)last;
}

TEST(SeparateProcessTest, PeakIsThatOfTheWorkAloneAndNotOfTheOneBefore) {
  const auto large = RunApart([] { UseBytes(200'000'000); });
  const auto small = RunApart([] { UseBytes(1'000); });
  ASSERT_THAT(large, IsOk());
  ASSERT_THAT(small, IsOk());
  EXPECT_GE(large->peak_bytes, 200e6);
  EXPECT_LT(small->peak_bytes, 150e6);
}

TEST(SeparateProcessTest, WaitingTakesTimeButNoCpu) {
  const auto cost = RunApart([] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); });
  ASSERT_THAT(cost, IsOk());
  EXPECT_GE(cost->wall_seconds, 0.3);
  EXPECT_LT(cost->cpu_seconds, 0.2);
}

TEST(SeparateProcessTest, WorkThatEndsItsProcessIsAnError) {
  EXPECT_THAT(RunApart([] { _exit(3); }), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace prognos::benchmarks
