#include "forecast/models/pooled/pooled_season.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

const Month kPooledSeasonFirst = Month::January(2015);

MonthlyProfile Wave(double size) {
  MonthlyProfile profile;
  for (int month = 0; month < kMonthsPerYear; ++month) profile[month] = size * std::sin(month * M_PI / 6.0);
  return profile;
}

// A steady level with a relative season and relative noise.
MonthlySeries Simulated(int months, double level, const MonthlyProfile& profile, double noise,
                        RandomGenerator& generator) {
  MonthlySeries series{kPooledSeasonFirst, Vector(months)};
  for (int month = 0; month < months; ++month) {
    series.values[month] = level * (1.0 + profile[month % kMonthsPerYear] + noise * generator.Normal());
  }
  return series;
}

TEST(ScaleWindowTest, DividesByTheMeanOfTheLastYear) {
  MonthlySeries series{kPooledSeasonFirst, Vector::Constant(18, 50.0)};
  series.values.head(6).setConstant(400.0);
  const ScaledWindow window = ScaleWindow(series, 18, 120, {});
  EXPECT_DOUBLE_EQ(window.scale, 50.0);
  EXPECT_DOUBLE_EQ(window.values[0], 8.0);
  EXPECT_EQ(window.length, 18);
}

TEST(ScaleWindowTest, AllowsForTheSeasonOfAHandfulOfMonths) {
  SeasonPrior prior;
  prior.mean[6] = 0.5;  // July is half above the level, so a July of 300 means a level of 200.
  const ScaledWindow window = ScaleWindow({Month::January(2020) + 6, Vector::Constant(1, 300.0)}, 1, 12, prior);
  EXPECT_DOUBLE_EQ(window.scale, 200.0);
  EXPECT_DOUBLE_EQ(window.values[0], 1.5);
  EXPECT_EQ(window.CalendarMonth(0), 6);
}

TEST(ScaleWindowTest, MirrorsNegativeSeriesAndKeepsMixedOnesApart) {
  EXPECT_DOUBLE_EQ(ScaleWindow({kPooledSeasonFirst, Vector::Constant(3, -20.0)}, 3, 12, {}).scale, -20.0);
  // Mean 1, mean of absolute values 10: the mean says nothing about the size.
  EXPECT_DOUBLE_EQ(ScaleWindow({kPooledSeasonFirst, (Vector(2) << 11.0, -9.0).finished()}, 2, 12, {}).scale, 10.0);
  EXPECT_EQ(ScaleWindow({kPooledSeasonFirst, Vector::Zero(5)}, 5, 12, {}).scale, 0.0);
}

TEST(ScaleWindowTest, SeesOnlyTheMonthsBeforeItsEnd) {
  MonthlySeries series{kPooledSeasonFirst, Vector::LinSpaced(20, 1.0, 20.0)};
  const ScaledWindow window = ScaleWindow(series, 10, 4, {});
  EXPECT_EQ(window.months, (std::vector<int>{0, 1, 2, 3}));
  EXPECT_DOUBLE_EQ(window.scale, (7 + 8 + 9 + 10) / 4.0);
  EXPECT_EQ(window.first_calendar_month, 6);
}

TEST(EstimateSeasonTest, FindsTheProfileOfALongSeries) {
  RandomGenerator generator(3);
  const MonthlySeries series = Simulated(120, 5000.0, Wave(0.3), 0.02, generator);
  const SeasonEstimate estimate = EstimateSeason(ScaleWindow(series, 120, 120, {}), {});
  const MonthlyProfile centred = estimate.season.array() - estimate.season.mean();
  // Noise 0.02 over ten years, of which about 4.6 count (weights 0.985^months): 0.02 / sqrt(4.6) = 0.009; four of them.
  EXPECT_LT((centred - Wave(0.3)).cwiseAbs().maxCoeff(), 0.04);
  EXPECT_NEAR(estimate.noise, 0.02, 0.006);
}

TEST(EstimateSeasonTest, BelievesThePoolWhereTheSeriesIsSilent) {
  SeasonPrior prior;
  prior.mean = Wave(0.3);
  prior.covariance *= 0.01;  // Relatives that differ by a hundredth of the level.
  prior.precision /= 0.01;
  RandomGenerator generator(4);
  const MonthlySeries series = Simulated(5, 100.0, Wave(0.3), 0.01, generator);
  const SeasonEstimate estimate = EstimateSeason(ScaleWindow(series, 5, 12, prior), prior);
  EXPECT_LT((estimate.season - prior.mean).tail<7>().cwiseAbs().maxCoeff(), 0.03);
}

TEST(EstimateSeasonPriorTest, LearnsTheSeasonOfTheRelatives) {
  RandomGenerator generator(5);
  std::vector<MonthlySeries> pool;
  for (int series = 0; series < 40; ++series) {
    pool.push_back(Simulated(48, std::exp(3.0 * generator.Normal()), Wave(0.2), 0.05, generator));
  }
  const SeasonPrior prior = EstimateSeasonPrior(pool);
  // The pull of four imagined series without a season among forty: a tenth of 0.2, and the noise.
  EXPECT_LT((prior.mean - Wave(0.2)).cwiseAbs().maxCoeff(), 0.04);
  EXPECT_NEAR(prior.noise, 0.05, 0.015);
  EXPECT_NEAR(prior.kind_weights.sum(), 1.0, 1e-12);
}

// Half of the relatives are high in July, half low: the mean season is none, but one month tells of the others.
TEST(EstimateSeasonPriorTest, LearnsWhichMonthsGoTogether) {
  RandomGenerator generator(6);
  std::vector<MonthlySeries> pool;
  for (int series = 0; series < 60; ++series) {
    pool.push_back(Simulated(60, 100.0, Wave(series % 2 == 0 ? 0.3 : -0.3), 0.03, generator));
  }
  const SeasonPrior prior = EstimateSeasonPrior(pool);
  EXPECT_LT(prior.mean.cwiseAbs().maxCoeff(), 0.05);
  // January-July seen, with April high: October, never seen, must be low, and the other way round.
  for (const double size : {0.3, -0.3}) {
    const MonthlySeries young = Simulated(7, 100.0, Wave(size), 0.03, generator);
    const SeasonEstimate estimate = EstimateSeason(ScaleWindow(young, 7, 12, prior), prior);
    EXPECT_NEAR(estimate.season[9] - estimate.season[3], -2.0 * size, 0.2) << size;
  }
}

TEST(EstimateSeasonPriorTest, StaysAtItsDefaultWithoutValues) {
  EXPECT_EQ(EstimateSeasonPrior({{kPooledSeasonFirst, Vector::Zero(24)}}).mean, MonthlyProfile::Zero());
  EXPECT_EQ(EstimateSeasonPrior({}).noise, SeasonPrior().noise);
}

}  // namespace
}  // namespace prognos::models
