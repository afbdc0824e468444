#include "benchmarks/refund_flow.h"

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

// Days that do not move and refunds without noise leave nothing to chance: the limit is right to the last krona.
TEST(RefundFlowTest, TheLimitKnowsEverythingButChance) {
  RefundProcess process;
  process.drift = process.noise = 1e-10;
  process.count = 3;
  for (const FlowSeries& series : GenerateRefunds(process)) {
    ASSERT_EQ(series.money.size(), kFlowMonths);
    const double year = series.money.values.tail(12).sum();
    for (const int known : {1, 4, 8, 11}) EXPECT_NEAR(series.limit[known] / year, 1.0, 1e-8);
  }
}

// Of the last month, after November, all days that count are known (two to six months before): the limit's error is the
// noise of that month alone, e with log(1 + e) ~ N(-noise^2 / 2, noise^2). Of 400 series the mean of the squared
// standardized logarithms is 1 with a standard deviation of sqrt(2 / 400) = 0.07.
TEST(RefundFlowTest, AfterNovemberOnlyTheNoiseOfDecemberIsLeft) {
  RefundProcess process;
  process.count = 400;
  double squares = 0.0;
  for (const FlowSeries& series : GenerateRefunds(process)) {
    const double december = series.money.values[kFlowMonths - 1];
    const double expected = series.limit[11] - series.money.values.tail(12).head(11).sum();
    const double error = std::log(december / expected) + process.noise * process.noise / 2.0;
    squares += error * error / (process.noise * process.noise) / 400.0;
  }
  EXPECT_NEAR(squares, 1.0, 0.25);
}

// No forecast may be better: the limit never errs systematically. The mean of 400 relative errors after April, each
// with a deviation of about 0.08, is within 3 * 0.08 / 20.
TEST(RefundFlowTest, TheLimitHasNoBias) {
  RefundProcess process;
  process.count = 400;
  double bias = 0.0;
  for (const FlowSeries& series : GenerateRefunds(process)) {
    bias += (series.money.values.tail(12).sum() / series.limit[4] - 1.0) / 400.0;
  }
  EXPECT_NEAR(bias, 0.0, 0.012);
}

TEST(RefundFlowTest, TheSameProcessGivesTheSameBitsAndAnotherSeedOthers) {
  RefundProcess process;
  process.count = 2;
  const auto first = GenerateRefunds(process);
  EXPECT_EQ(first[1].money.values, GenerateRefunds(process)[1].money.values);
  process.seed = 2;
  EXPECT_NE(first[1].money.values, GenerateRefunds(process)[1].money.values);
}

// 40 series, all of them together: days are worth a third of the error and more, and nothing of the months to come is
// seen.
TEST(RefundFlowTest, DaysAreWorthAThirdOfTheError) {
  RefundProcess process;
  process.count = 40;
  const std::vector<FlowSeries> all = GenerateRefunds(process);
  std::vector<cases::SeriesFacts> facts;
  double direct_error = 0.0;
  double driven_error = 0.0;
  FlowOptions options;
  options.num_paths = 100;
  for (size_t at = 0; at < all.size(); ++at) {
    cases::SeriesFacts one;
    one.id = "r" + std::to_string(at);
    one.history = all[at].money;
    facts.push_back(std::move(one));
  }
  const FlowYears direct = ForecastFlow(facts, 4, options);
  const FlowYears driven = ForecastDrivenFlow(all, cases::DriverKind::kRefundLater, 4, options);
  for (size_t at = 0; at < all.size(); ++at) {
    const double actual = all[at].money.values.tail(kMonthsPerYear).sum();
    direct_error += std::abs(actual - direct.forecast[static_cast<Eigen::Index>(at)]);
    driven_error += std::abs(actual - driven.forecast[static_cast<Eigen::Index>(at)]);
  }
  EXPECT_LT(driven_error, direct_error * 2.0 / 3.0);
}

}  // namespace
}  // namespace prognos::benchmarks
