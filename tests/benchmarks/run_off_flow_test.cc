#include "benchmarks/run_off_flow.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

TEST(RunOffFlowTest, WhatIsBookedGrowsToWhatItBecomes) {
  RunOffProcess process;
  process.count = 3;
  for (const FlowSeries& series : GenerateFilling(process)) {
    ASSERT_EQ(series.money.size(), kFlowMonths);
    ASSERT_EQ(series.booked.cols(), kFlowMonths);
    const Vector last = series.booked.row(2).transpose().array() / series.money.values.array();
    const Vector first = series.booked.row(0).transpose().array() / series.money.values.array();
    EXPECT_LT(first.mean(), last.mean());
    EXPECT_LT(last.mean(), 1.0);
    EXPECT_GT(first.mean(), 0.5);
  }
}

// A level that does not move and months without noise leave the three newest months' luck and nothing else: then the
// older months say what they are, whatever is booked of them, and the limit is right.
TEST(RunOffFlowTest, WithoutNoiseTheLimitKnowsTheYear) {
  RunOffProcess process;
  process.noise = process.drift = 1e-6;
  process.count = 3;
  for (const FlowSeries& series : GenerateFilling(process)) {
    const double year = series.money.values.tail(12).sum();
    for (const int known : {1, 4, 8, 11}) EXPECT_NEAR(series.limit[known] / year, 1.0, 1e-4);
  }
}

// No forecast may be better: the limit never errs systematically. The mean of 400 relative errors after August, each
// with a deviation of about 0.02, is within 3 * 0.02 / 20.
TEST(RunOffFlowTest, TheLimitHasNoBias) {
  RunOffProcess process;
  process.count = 400;
  double bias = 0.0;
  for (const FlowSeries& series : GenerateFilling(process)) {
    bias += (series.money.values.tail(12).sum() / series.limit[8] - 1.0) / 400.0;
  }
  EXPECT_NEAR(bias, 0.0, 0.003);
}

TEST(RunOffFlowTest, TheSameProcessGivesTheSameBitsAndAnotherSeedOthers) {
  RunOffProcess process;
  process.count = 2;
  const auto first = GenerateFilling(process);
  EXPECT_EQ(first[1].money.values, GenerateFilling(process)[1].money.values);
  EXPECT_EQ(first[1].booked, GenerateFilling(process)[1].booked);
  process.seed = 2;
  EXPECT_NE(first[1].money.values, GenerateFilling(process)[1].money.values);
}

}  // namespace
}  // namespace prognos::benchmarks
