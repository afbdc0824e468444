#include "forecast/series/flow.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace prognos {
namespace {

// Upplands-Bro 2022, Vuxen, tkr: budget 18 579 and 3 268, outcome 25 354 and 3 705.
TEST(FlowTest, PlusIsSurplusOnEveryLineAndInTheNet) {
  constexpr int64_t kCost = Deviation<int64_t>(Measure::kCost, 18579, 25354);
  constexpr int64_t kRevenue = Deviation<int64_t>(Measure::kRevenue, 3268, 3705);
  constexpr int64_t kNet = Deviation<int64_t>(Measure::kNet, 18579 - 3268, 25354 - 3705);
  EXPECT_EQ(kCost, -6775);
  EXPECT_EQ(kRevenue, 437);
  EXPECT_EQ(kNet, -6338);
  EXPECT_EQ(kCost + kRevenue, kNet);
}

TEST(FlowTest, NetIsCostMinusRevenueAndVolumesStayOutside) {
  EXPECT_EQ(SignInNet(Flow::kCost), 1);
  EXPECT_EQ(SignInNet(Flow::kRevenue), -1);
  EXPECT_EQ(SignInNet(Flow::kVolume), 0);
}

}  // namespace
}  // namespace prognos
