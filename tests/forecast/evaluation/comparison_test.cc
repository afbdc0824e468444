#include "forecast/evaluation/comparison.h"

#include <cmath>

#include "forecast/series/monthly_series.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::evaluation {
namespace {

using testing::HasSubstr;

// With one degree of freedom the distribution is Cauchy's, 1/2 + atan(t) / pi; with two it is
// 1/2 + t / (2 sqrt(2 + t^2)); with ten, 2.228139 is the 97.5 % point of every printed table.
TEST(ComparisonTest, StudentsDistributionAgreesWithItsClosedForms) {
  for (const double t : {-8.0, -1.0, 0.0, 0.3, 2.5, 40.0}) {
    EXPECT_NEAR(StudentCumulative(t, 1.0), 0.5 + std::atan(t) / M_PI, 1e-12) << t;
    EXPECT_NEAR(StudentCumulative(t, 2.0), 0.5 + t / (2.0 * std::sqrt(2.0 + t * t)), 1e-12) << t;
  }
  EXPECT_NEAR(StudentCumulative(2.228139, 10.0), 0.975, 1e-7);
}

// Squared errors 1, 4, 9, 4 against 0, 1, 4, 9: d = 1, 3, 5, -5, mean 1. Centred 0, 2, 4, -6: squares 56, variance of
// the mean 56 / 16 = 3.5. Correction sqrt((4 + 1 - 2) / 4). Statistic 1 / sqrt(3.5) x sqrt(0.75) = 0.462910.
TEST(ComparisonTest, DieboldMarianoIsWorkedByHand) {
  const Vector a{{1.0, -2.0, 3.0, 2.0}};
  const Vector b{{0.0, 1.0, -2.0, 3.0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DieboldMarianoResult result, DieboldMariano(a, b));
  EXPECT_DOUBLE_EQ(result.mean_difference, 1.0);
  EXPECT_NEAR(result.statistic, std::sqrt(0.75 / 3.5), 1e-12);
  EXPECT_NEAR(result.p_value, 2.0 * StudentCumulative(-std::sqrt(0.75 / 3.5), 3.0), 1e-12);
  EXPECT_EQ(result.count, 4);
}

// d = 2, 1, 0, -1, 3, 1: mean 1; centred 1, 0, -1, -2, 2, 0. c_0 = 10 / 6; lag 1: 0 + 0 + 2 - 4 + 0 = -2.
// Variance of the mean at horizon 2: (10 - 4) / 36 = 1/6. Correction sqrt((6 + 1 - 4 + 2 / 6) / 6) = sqrt(10 / 18).
TEST(ComparisonTest, LongerHorizonsCountTheAutocovariance) {
  const Vector a{{2.0, 1.0, 0.0, 0.0, 3.0, 1.0}};
  const Vector b{{0.0, 0.0, 0.0, 1.0, 0.0, 0.0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DieboldMarianoResult result, DieboldMariano(a, b, /*horizon=*/2, /*power=*/1.0));
  EXPECT_NEAR(result.statistic, std::sqrt(6.0) * std::sqrt(10.0 / 18.0), 1e-12);
}

TEST(ComparisonTest, SwappingTheMethodsTurnsTheSign) {
  const Vector a{{1.0, -2.0, 3.0, 2.0, 0.5}};
  const Vector b{{0.0, 1.0, -2.0, 3.0, 0.1}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DieboldMarianoResult one, DieboldMariano(a, b));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DieboldMarianoResult other, DieboldMariano(b, a));
  EXPECT_DOUBLE_EQ(one.statistic, -other.statistic);
  EXPECT_DOUBLE_EQ(one.p_value, other.p_value);
}

TEST(ComparisonTest, EqualErrorsAreNoDifferenceAndAConstantDifferenceIsCertain) {
  const Vector a = Vector::Constant(6, 2.0);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DieboldMarianoResult same, DieboldMariano(a, -a));
  EXPECT_DOUBLE_EQ(same.p_value, 1.0);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DieboldMarianoResult apart, DieboldMariano(a, 2.0 * a));
  EXPECT_DOUBLE_EQ(apart.p_value, 0.0);
  EXPECT_DOUBLE_EQ(apart.mean_difference, 4.0 - 16.0);
}

// Between equals a test at 5 % rejects once in twenty: 1000 trials, 50 give or take four deviations of 6.9.
TEST(ComparisonTest, DieboldMarianoRejectsEqualsOnceInTwenty) {
  RandomGenerator generator(2);
  int rejected = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    Vector a(40), b(40);
    for (double& error : a) error = generator.Normal();
    for (double& error : b) error = generator.Normal();
    rejected += DieboldMariano(a, b)->p_value < 0.05;
  }
  EXPECT_GE(rejected, 22);
  EXPECT_LE(rejected, 78);
}

TEST(ComparisonTest, DieboldMarianoNamesWhatIsWrong) {
  const Vector errors = Vector::Ones(6);
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(DieboldMariano(errors, errors.head(5)), StatusIs(invalid, HasSubstr("lengths differ: 6 and 5")));
  EXPECT_THAT(DieboldMariano(errors, errors, 4), StatusIs(invalid, HasSubstr("horizon: 4 must be 1-3")));
  EXPECT_THAT(DieboldMariano(errors, errors, 1, 0.0), StatusIs(invalid, HasSubstr("power")));
  EXPECT_THAT(DieboldMariano(errors, Vector::Constant(6, kMissing)), StatusIs(invalid, HasSubstr("0 common months")));
}

TEST(ComparisonTest, BootstrapIsSureOfADifferenceInEveryPair) {
  RandomGenerator generator(1);
  const Vector b = Vector::LinSpaced(30, 1.0, 30.0);
  const Vector a = b.array() - 0.5;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BootstrapComparison result, PairedBootstrap(a, b, generator));
  EXPECT_DOUBLE_EQ(result.probability_a_better, 1.0);
  EXPECT_NEAR(result.mean_difference, -0.5, 1e-12);
  EXPECT_NEAR(result.lower_95, -0.5, 1e-12);
  EXPECT_NEAR(result.upper_95, -0.5, 1e-12);
}

TEST(ComparisonTest, BootstrapOfEqualLossesIsATie) {
  RandomGenerator generator(1);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BootstrapComparison result,
                               PairedBootstrap(Vector::Ones(9), Vector::Ones(9), generator));
  EXPECT_DOUBLE_EQ(result.probability_a_better, 0.5);
}

// Differences with mean m and deviation s over n = 400 pairs: the interval is about m +- 1.96 s / 20.
TEST(ComparisonTest, BootstrapIntervalHasTheWidthOfTheNormalOne) {
  RandomGenerator generator(3);
  Vector a(400);
  for (double& loss : a) loss = 10.0 + 2.0 * generator.Normal();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BootstrapComparison result,
                               PairedBootstrap(a, Vector::Constant(400, 10.0), generator, 4000));
  const double deviation = std::sqrt((a.array() - a.mean()).square().mean());
  EXPECT_NEAR(result.upper_95 - result.lower_95, 2.0 * 1.96 * deviation / 20.0, 0.03);
}

TEST(ComparisonTest, BootstrapLeavesMissingPairsOutAndNamesWhatIsWrong) {
  RandomGenerator generator(1);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BootstrapComparison result,
                               PairedBootstrap(Vector{{1.0, kMissing, 2.0}}, Vector{{2.0, 1.0, kMissing}}, generator));
  EXPECT_EQ(result.count, 1);
  const auto invalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(PairedBootstrap(Vector(), Vector(), generator), StatusIs(invalid, HasSubstr("no pair")));
  EXPECT_THAT(PairedBootstrap(Vector::Ones(2), Vector::Ones(2), generator, 5),
              StatusIs(invalid, HasSubstr("resamples: 5")));
}

}  // namespace
}  // namespace prognos::evaluation
