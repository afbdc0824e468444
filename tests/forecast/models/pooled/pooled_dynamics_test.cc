#include "forecast/models/pooled/pooled_dynamics.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

// Deviations from the level of 100 that come back to zero: u(t) = phi u(t - 1) + e(t).
std::vector<MonthlySeries> Autoregressive(int count, int months, double phi, uint64_t seed) {
  RandomGenerator generator(seed);
  std::vector<MonthlySeries> pool;
  for (int at = 0; at < count; ++at) {
    MonthlySeries series{Month::January(2010), Vector(months)};
    double error = 0.0;
    for (double& value : series.values) {
      error = phi * error + 0.05 * generator.Normal();
      value = 100.0 * (1.0 + error);
    }
    pool.push_back(series);
  }
  return pool;
}

WindowState StateOf(const MonthlySeries& series, const SeasonPrior& prior) {
  return DescribeWindow(ScaleWindow(series, series.size(), series.size(), prior), prior);
}

TEST(WindowClassesTest, HoldEveryLengthOnce) {
  int next = 1;
  for (const WindowLengths& lengths : WindowClasses()) {
    EXPECT_EQ(lengths.least, next);
    EXPECT_GE(lengths.most, lengths.least);
    next = lengths.most + 1;
  }
  EXPECT_EQ(next, 121);
}

TEST(CountWindowsTest, CountsWindowsWithAYearAfterThem) {
  const std::vector<MonthlySeries> pool = Autoregressive(3, 30, 0.0, 1);
  // Windows end after month 15, 16, 17 or 18 of 30: four for each of three series.
  EXPECT_EQ(CountWindows(pool, {15, 18}), 12);
  EXPECT_EQ(CountWindows(pool, {19, 24}), 0);
}

TEST(FeaturesTest, AreZeroForMonthsThatTheWindowDoesNotHave) {
  const MonthlySeries series{Month::January(2020), (Vector(4) << 100, 110, 90, 100).finished()};
  const SeasonPrior prior;
  const Vector features = Features(StateOf(series, prior), prior, 1);
  EXPECT_EQ(features.size(), kNumFeatures);
  EXPECT_EQ(features[6], 0.0);       // The year before the last.
  EXPECT_EQ(features[7], 0.0);       // A year before the origin.
  EXPECT_EQ(features[8], 0.0);       // May of last year.
  EXPECT_EQ(features[11 + 4], 1.0);  // May.
  EXPECT_EQ(features.segment(11, 12).sum(), 1.0);
}

TEST(ForecastAheadTest, IsLevelSeasonAndTrendWithoutCoefficients) {
  const MonthlySeries series = Autoregressive(1, 30, 0.5, 2)[0];
  const SeasonPrior prior;
  const WindowState state = StateOf(series, prior);
  const Vector forecast = ForecastAhead(state, prior, PooledDynamics(), 30);
  for (int ahead = 1; ahead <= 30; ++ahead) EXPECT_EQ(forecast[ahead - 1], BaseForecast(state, ahead));
}

TEST(LearnDynamicsTest, LearnsHowDeviationsComeBack) {
  const std::vector<MonthlySeries> pool = Autoregressive(60, 60, 0.7, 3);
  const SeasonPrior prior = EstimateSeasonPrior(pool);
  const PooledDynamics dynamics = LearnDynamics(pool, prior, {25, 36});
  double learned = 0.0;
  double base = 0.0;
  double truth = 0.0;
  for (const MonthlySeries& series : Autoregressive(80, 43, 0.7, 4)) {
    const MonthlySeries known = series.Before(series.first + 31);
    const WindowState state = StateOf(known, prior);
    const double last = known.values[30] / 100.0 - 1.0;
    const Vector forecast = state.window.scale * ForecastAhead(state, prior, dynamics, 12);
    for (int ahead = 1; ahead <= 12; ++ahead) {
      const double actual = series.values[30 + ahead];
      learned += std::pow(forecast[ahead - 1] - actual, 2);
      base += std::pow(state.window.scale * BaseForecast(state, ahead) - actual, 2);
      truth += std::pow(100.0 * (1.0 + std::pow(0.7, ahead) * last) - actual, 2);
    }
  }
  EXPECT_LT(learned, base);
  // The best there is knows level and phi; a level estimated from 30 months of phi 0.7 alone costs about 15 %.
  EXPECT_LT(learned, 1.3 * truth);
}

TEST(LearnDynamicsTest, LeavesIndependentErrorsAlone) {
  const std::vector<MonthlySeries> pool = Autoregressive(60, 60, 0.0, 5);
  const SeasonPrior prior = EstimateSeasonPrior(pool);
  const PooledDynamics dynamics = LearnDynamics(pool, prior, {25, 36});
  // Nothing to learn: the last month moves the month after the next by less than a tenth.
  EXPECT_LT(std::abs(dynamics.coefficients(0, 1)), 0.1);
}

TEST(LearnDynamicsTest, HasErrorsAsLargeAsTheNoise) {
  const std::vector<MonthlySeries> pool = Autoregressive(60, 60, 0.0, 6);
  const SeasonPrior prior = EstimateSeasonPrior(pool);
  const PooledDynamics dynamics = LearnDynamics(pool, prior, {25, 36});
  ASSERT_EQ(dynamics.error_paths.rows(), 24);
  // One month ahead a left-out series is off by its noise and by what the level and season are not known.
  const double deviation = std::sqrt(dynamics.error_paths.row(0).cwiseAbs2().mean());
  EXPECT_GT(deviation, 0.95);
  EXPECT_LT(deviation, 1.35);
  EXPECT_LT(dynamics.error_paths.rowwise().mean().cwiseAbs().maxCoeff(), 1e-9);
}

TEST(LearnDynamicsTest, LearnsNothingFromOneSeries) {
  const PooledDynamics dynamics = LearnDynamics(Autoregressive(1, 60, 0.7, 7), {}, {25, 36});
  EXPECT_TRUE(dynamics.coefficients.isZero(0.0));  // No series is left to test on.
}

}  // namespace
}  // namespace prognos::models
