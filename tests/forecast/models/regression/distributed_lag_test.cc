#include "forecast/models/regression/distributed_lag.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using ::testing::HasSubstr;

constexpr Month kDistributedLagFirst = Month::FromIndex(2018 * 12);

MonthlySeries Costs(int months, uint64_t seed) {
  RandomGenerator generator(seed);
  MonthlySeries costs{kDistributedLagFirst, Vector(months)};
  for (double& value : costs.values) value = 1000.0 + 250.0 * generator.Normal();
  return costs;
}

// The refunds of `costs` with the given profile; the months whose costs are not all known are missing.
MonthlySeries Refunds(const MonthlySeries& costs, const Vector& profile, double noise, uint64_t seed) {
  RandomGenerator generator(seed);
  MonthlySeries refunds{costs.first, Vector::Constant(costs.size(), kMissing)};
  for (int month = static_cast<int>(profile.size()) - 1; month < costs.size(); ++month) {
    refunds.values[month] = noise * generator.Normal();
    for (int lag = 0; lag < profile.size(); ++lag) refunds.values[month] += profile[lag] * costs.values[month - lag];
  }
  return refunds;
}

// Three to five months: a fifth of the refund after three, half after four, the rest after five; 80 % in all.
Vector ThreeToFiveMonths() { return (Vector(7) << 0, 0, 0, 0.16, 0.40, 0.24, 0).finished(); }

TEST(DistributedLagTest, FindsAProfileWithoutNoiseExactly) {
  const MonthlySeries costs = Costs(60, 1);
  const auto fit = FitDistributedLag(Refunds(costs, ThreeToFiveMonths(), 0.0, 2), costs);
  ASSERT_TRUE(fit.ok()) << fit.status();
  EXPECT_LT((fit->weights - ThreeToFiveMonths()).cwiseAbs().maxCoeff(), 1e-6);
  EXPECT_NEAR(fit->total, 0.80, 1e-6);
  // (3 x 0.16 + 4 x 0.40 + 5 x 0.24) / 0.80 = 3.28 / 0.80
  EXPECT_NEAR(fit->mean_lag, 4.1, 1e-5);
  EXPECT_EQ(fit->num_months, 54);
}

TEST(DistributedLagTest, FindsAProfileWithinItsStandardErrors) {
  int total_inside = 0;
  int lag_inside = 0;
  constexpr int kRepeats = 40;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    const MonthlySeries costs = Costs(72, 100 + repeat);
    const auto fit = FitDistributedLag(Refunds(costs, ThreeToFiveMonths(), 60.0, 200 + repeat), costs);
    ASSERT_TRUE(fit.ok());
    EXPECT_GE(fit->weights.minCoeff(), 0.0);
    EXPECT_LT((fit->weights - ThreeToFiveMonths()).cwiseAbs().maxCoeff(), 0.20);
    total_inside += std::abs(fit->total - 0.80) < 2.0 * fit->total_error;
    lag_inside += std::abs(fit->mean_lag - 4.1) < 2.0 * fit->mean_lag_error;
    EXPECT_LT(fit->total_error, 0.05);
    EXPECT_LT(fit->mean_lag_error, 0.5);
    EXPECT_NEAR(fit->sigma, 60.0, 25.0);
  }
  // Two standard errors hold 95 %; below 85 % of 40 has a chance of about 1 in 100, and a penalty costs a little.
  EXPECT_GE(total_inside, 34);
  EXPECT_GE(lag_inside, 32);
}

TEST(DistributedLagTest, LeavesMissingMonthsOut) {
  const MonthlySeries costs = Costs(60, 3);
  MonthlySeries with_gap = costs;
  with_gap.values[30] = kMissing;  // Takes 7 months with it.
  MonthlySeries refunds = Refunds(costs, ThreeToFiveMonths(), 0.0, 2);
  refunds.values[50] = kMissing;
  const auto fit = FitDistributedLag(refunds, with_gap);
  ASSERT_TRUE(fit.ok());
  EXPECT_EQ(fit->num_months, 54 - 7 - 1);
  EXPECT_LT((fit->weights - ThreeToFiveMonths()).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(DistributedLagTest, PredictsFromTheCostsKnown) {
  DistributedLagFit fit;
  fit.weights = (Vector(2) << 0.5, 0.25).finished();
  const MonthlySeries costs{kDistributedLagFirst, (Vector(3) << 100, 200, 400).finished()};
  const MonthlySeries predicted = fit.Predict(costs, kDistributedLagFirst, 4);
  EXPECT_TRUE(std::isnan(predicted.values[0]));  // Needs the month before the first.
  EXPECT_DOUBLE_EQ(predicted.values[1], 0.5 * 200 + 0.25 * 100);
  EXPECT_DOUBLE_EQ(predicted.values[2], 0.5 * 400 + 0.25 * 200);
  EXPECT_TRUE(std::isnan(predicted.values[3]));
}

TEST(DistributedLagTest, FollowsTheScaleOfBothSeries) {
  const MonthlySeries costs = Costs(40, 5);
  const MonthlySeries refunds = Refunds(costs, ThreeToFiveMonths(), 60.0, 6);
  const auto plain = FitDistributedLag(refunds, costs);
  const auto scaled = FitDistributedLag({refunds.first, refunds.values * 1e9}, {costs.first, costs.values * 1e-6});
  ASSERT_TRUE(plain.ok() && scaled.ok());
  EXPECT_LT((scaled->weights / 1e15 - plain->weights).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_NEAR(scaled->mean_lag, plain->mean_lag, 1e-6);
}

TEST(DistributedLagTest, GivesNoWeightToRefundsThatAreZero) {
  const MonthlySeries costs = Costs(30, 7);
  const auto fit = FitDistributedLag({kDistributedLagFirst, Vector::Zero(30)}, costs);
  ASSERT_TRUE(fit.ok());
  EXPECT_EQ(fit->weights, Vector::Zero(7));
  EXPECT_EQ(fit->total, 0.0);
  EXPECT_EQ(fit->mean_lag, 0.0);
  EXPECT_TRUE(std::isfinite(fit->mean_lag_error) && std::isfinite(fit->total_error));
}

TEST(DistributedLagTest, SaysHowManyMonthsItNeeds) {
  const auto fit = FitDistributedLag({kDistributedLagFirst, Vector::Ones(8)}, {kDistributedLagFirst, Vector::Ones(8)});
  EXPECT_EQ(fit.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(fit.status().message()), HasSubstr("at least 4 months"));
  EXPECT_THAT(std::string(fit.status().message()), HasSubstr("there are 2"));  // Months 7 and 8.
  EXPECT_EQ(FitDistributedLag({}, {}).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(DistributedLagTest, AbstainsWithoutCosts) {
  const auto fit =
      FitDistributedLag({kDistributedLagFirst, Vector::Ones(30)}, {kDistributedLagFirst, Vector::Zero(30)});
  EXPECT_EQ(fit.status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(DistributedLagTest, RefusesOptionsOutsideTheirRange) {
  const MonthlySeries costs = Costs(30, 7);
  EXPECT_EQ(FitDistributedLag(costs, costs, {.most_lag = -1}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FitDistributedLag(costs, costs, {.bootstrap_samples = 1}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace prognos::models
