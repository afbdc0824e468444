#include "benchmarks/latency.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

using ::testing::ElementsAre;

TEST(LatenciesTest, AQuantileIsTheNearestRank) {
  const Latencies times({5, 1, 4, 2, 3, 10, 9, 8, 7, 6});
  EXPECT_EQ(times.median(), 5);         // ceil(0.5 * 10) = rank 5.
  EXPECT_EQ(times.Quantile(0.9), 9);    // Rank 9.
  EXPECT_EQ(times.Quantile(0.91), 10);  // ceil(9.1) = rank 10.
  EXPECT_EQ(times.Quantile(0), 1);
  EXPECT_EQ(times.Quantile(1), 10);
}

TEST(LatenciesTest, OneTimeIsEveryQuantile) {
  EXPECT_EQ(Latencies({7}).Quantile(0.1), 7);
  EXPECT_EQ(Latencies({7}).Quantile(0.9), 7);
}

TEST(MeasureLatenciesTest, WarmsUpOnceAndThenCounts) {
  std::vector<int> calls;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Latencies times, MeasureLatencies(3, [&](int i) {
                                 calls.push_back(i);
                                 return absl::OkStatus();
                               }));
  EXPECT_THAT(calls, ElementsAre(-1, 0, 1, 2));
  EXPECT_GE(times.median(), 0);
}

TEST(MeasureLatenciesTest, StopsAtTheFirstError) {
  int calls = 0;
  EXPECT_THAT(MeasureLatencies(5,
                               [&](int i) {
                                 ++calls;
                                 return i == 1 ? absl::UnavailableError("gone") : absl::OkStatus();
                               }),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(calls, 3);  // -1, 0, 1.
}

}  // namespace
}  // namespace prognos::benchmarks
