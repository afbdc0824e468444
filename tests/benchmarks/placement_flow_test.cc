#include "benchmarks/placement_flow.h"

#include <cmath>

#include "forecast/evaluation/accuracy.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

double YearOf(const FlowSeries& series) { return series.money.values.tail(kMonthsPerYear).sum(); }

// Placements so long that none ends and hardly any comes leave nothing to chance: the limit is right.
TEST(PlacementFlowTest, TheLimitKnowsEverythingButChance) {
  PlacementFlowOptions process;
  process.length = 1e7;
  process.least_rate = process.most_rate = 1e-4;
  process.count = 3;
  for (const PlacementFlowSeries& series : GeneratePlacements(process)) {
    ASSERT_EQ(series.flow.money.size(), kFlowMonths);
    EXPECT_GT(series.stays.size(), 10u);
    for (const int known : {1, 4, 8, 11}) EXPECT_NEAR(series.flow.limit[known] / YearOf(series.flow), 1.0, 1e-4);
  }
}

// No forecast may be better: the limit never errs systematically. The mean of 400 relative errors after April, each
// with a deviation of about 0.13, is within 3 x 0.13 / 20.
TEST(PlacementFlowTest, TheLimitHasNoBias) {
  PlacementFlowOptions process;
  process.count = 400;
  double bias = 0.0;
  for (const PlacementFlowSeries& series : GeneratePlacements(process)) {
    bias += (YearOf(series.flow) / series.flow.limit[4] - 1.0) / 400.0;
  }
  EXPECT_NEAR(bias, 0.0, 0.02);
}

TEST(PlacementFlowTest, WhatIsOpenDoesNotTellWhenItEnds) {
  const Month origin = Month::January(kFlowYear) + 4;
  PlacementFlowOptions process;
  process.count = 1;
  const std::vector<models::Placement> stays = GeneratePlacements(process)[0].stays;
  const std::vector<models::Placement> open = OpenStays(stays, origin);
  ASSERT_FALSE(open.empty());
  EXPECT_LT(open.size(), stays.size());
  for (const models::Placement& one : open) {
    EXPECT_LT(one.start, origin.index());
    EXPECT_FALSE(one.end.has_value());
  }
}

// With what is open the default reaches 1.10 times the limit, and its interval of 80 % holds: of 400 series the number
// inside is binomial with a deviation of 8, and 2.6 of them either way are 299 to 341. Held in 70 or in 90 %, it fails.
TEST(PlacementFlowTest, WhatIsOpenIsWorthNearlyAllThatCanBeKnown) {
  PlacementFlowOptions process;
  process.count = 400;
  FlowOptions options;
  options.num_paths = 500;
  const SimulatedFlow flow = PlacementFlow(process, options);
  const FlowYears years = flow.with_drivers(4);
  Vector actual(400), limit(400);
  for (Eigen::Index at = 0; at < 400; ++at) {
    const FlowSeries& series = flow.series[static_cast<size_t>(at)];
    actual[at] = YearOf(series);
    limit[at] = series.limit[4];
  }
  EXPECT_LT(evaluation::WeightedAbsolutePercentageError(actual, years.forecast),
            1.10 * evaluation::WeightedAbsolutePercentageError(actual, limit));
  const double inside = 400.0 * evaluation::Coverage(actual, years.lower, years.upper);
  EXPECT_GE(inside, 299.0);
  EXPECT_LE(inside, 341.0);
}

}  // namespace
}  // namespace prognos::benchmarks
