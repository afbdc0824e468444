#include "forecast/engine/calibration.h"

#include <cmath>

#include "forecast/base/random.h"
#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

// Half of the normal distribution lies within 0.6745 standard deviations, 80 % within 1.2816, 95 % within 1.9600.
constexpr double kNormal80 = 1.281552;
constexpr double kNormal95 = 1.959964;
const Spread kNormalSpread = {{kNormal80, kNormal95}, {kNormal80, kNormal95}};

Vector NormalDraws(int count, RandomGenerator& generator) {
  Vector draws(count);
  for (double& draw : draws) draw = generator.Normal();
  return draws;
}

// Scores of errors whose true standard deviation is `deviation` against a spread that says 1.
std::vector<Scores> ScoresOf(double deviation, int count, uint64_t seed) {
  RandomGenerator generator(seed);
  std::vector<Scores> scores;
  for (int at = 0; at < count; ++at) scores.push_back(ScoreOf(deviation * generator.Normal(), kNormalSpread));
  return scores;
}

TEST(SpreadTest, TheSpreadOfNormalDrawsIsThatOfTheTable) {
  RandomGenerator generator(1);
  const Spread spread = SpreadOf(NormalDraws(200'000, generator));
  EXPECT_NEAR(spread.above[0], kNormal80, 0.02);
  EXPECT_NEAR(spread.below[1], kNormal95, 0.03);
}

TEST(ScoreTest, EachSideIsMeasuredByItsOwnSpread) {
  const Spread spread = {{2.0, 4.0}, {1.0, 5.0}};
  EXPECT_EQ(ScoreOf(3.0, spread), (Scores{1.5, 0.75}));
  EXPECT_EQ(ScoreOf(-3.0, spread), (Scores{3.0, 0.6}));
  EXPECT_EQ(ScoreOf(0.0, Spread()), (Scores{0.0, 0.0}));
}

TEST(FactorsTest, PathsTooNarrowByAKnownFactorBecomeAsWide) {
  // With 4000 errors the quantile at 95 % has a standard error of 0.034 of the deviation (sqrt(0.95 x 0.05 / n) / the
  // density 2 x 0.0584), that is 1.7 %; at 80 % (0.0063 / 0.351) 1.4 %. Three of them, and the 0.5 % that the prior
  // holds back.
  const Factors factors = FitFactors(ScoresOf(1.6, 4000, 2), 4000, kUncalibrated, {});
  EXPECT_NEAR(factors[0], 1.6, 1.6 * 0.045);
  EXPECT_NEAR(factors[1], 1.6, 1.6 * 0.055);
}

TEST(FactorsTest, CalibratedPathsAreLeftAlone) {
  const Factors factors = FitFactors(ScoresOf(1.0, 4000, 3), 4000, kUncalibrated, {});
  EXPECT_NEAR(factors[0], 1.0, 0.045);
  EXPECT_NEAR(factors[1], 1.0, 0.055);
}

// Two series of two origins: means 2 and 6, within them (4 x 1) / (4 - 2) = 2; between them 2 (2 - 4)^2 + 2 (6 - 4)^2 =
// 16 on one degree of freedom, of which 2 is noise: (16 - 2) / 2 origins = 7. 2 / 7.
TEST(SizesTest, TheDoubtIsTheVarianceWithinOverThatBetween) {
  const PoolSizes sizes = MeasureSizes({{1, 3}, {5, 7}}, {.least_doubt = 0.0});
  EXPECT_EQ(sizes.mean, 4.0);
  EXPECT_NEAR(sizes.origins_of_doubt, 2.0 / 7.0, 1e-12);
}

TEST(SizesTest, SeriesThatAreAlikeLeaveTheMostDoubt) {
  EXPECT_EQ(MeasureSizes({{1, 3}, {3, 1}}, {}).origins_of_doubt, CalibrationOptions().most_doubt);
  EXPECT_EQ(MeasureSizes({{1, 3}}, {}).origins_of_doubt, CalibrationOptions().most_doubt);
  EXPECT_EQ(MeasureSizes({{}, {std::nan("")}}, {}).mean, 0.0);
}

TEST(SizesTest, AWidthIsASizeDrawnToTheMean) {
  const PoolSizes pool{1.0, 2.0};
  EXPECT_NEAR(WidthOf({2, 2}, pool), 6.0 / 4.0, 1e-12);             // (2 + 2 + 2 x 1) / (2 + 2)
  EXPECT_NEAR(WidthOf({2, 3}, pool, 1), 4.0 / 3.0, 1e-12);          // (2 + 2 x 1) / (1 + 2)
  EXPECT_NEAR(WidthOf({2, std::nan("")}, pool), 4.0 / 3.0, 1e-12);  // The same.
  EXPECT_EQ(WidthOf({}, pool), 1.0);
  EXPECT_EQ(WidthOf({2, 2}, PoolSizes()), 1.0);
}

TEST(FactorsTest, AHandfulOfErrorsIsNotBelieved) {
  // Three rounds against 20 of doubt: a factor of 3 at most becomes 3^(3/23) = 1.154.
  const Factors factors = FitFactors(ScoresOf(100.0, 3, 4), 3, kUncalibrated, {});
  EXPECT_NEAR(factors[0], std::pow(3.0, 3.0 / 23.0), 1e-9);
}

TEST(FactorsTest, WithoutErrorsThePriorIsTheAnswer) {
  EXPECT_EQ(FitFactors({}, 0, {1.2, 1.3}, {}), (Factors{1.2, 1.3}));
}

TEST(CalibratedTest, TheEndsOfTheIntervalsMoveByTheirFactorsAndOrderIsKept) {
  const Factors factors = {1.5, 2.0};
  EXPECT_DOUBLE_EQ(Calibrated(kNormal80, kNormalSpread, factors), 1.5 * kNormal80);
  EXPECT_DOUBLE_EQ(Calibrated(-kNormal95, kNormalSpread, factors), -2.0 * kNormal95);
  EXPECT_EQ(Calibrated(0.0, kNormalSpread, factors), 0.0);
  for (const Factors& any : {factors, Factors{2.0, 0.6}, Factors{0.5, 3.0}}) {
    double before = Calibrated(-5.0, kNormalSpread, any);
    for (double deviation = -5.0; deviation < 5.0; deviation += 0.01) {
      const double here = Calibrated(deviation, kNormalSpread, any);
      EXPECT_GE(here, before - 1e-12) << deviation;
      before = here;
    }
  }
}

TEST(ReplaceTotalsTest, ThePathsGetTheTotalsAndTheMonthsKeepTheirVariance) {
  RandomGenerator generator(5);
  Matrix deviations(6, 2000);
  for (double& value : deviations.reshaped()) value = generator.Normal();
  deviations.colwise() -= deviations.rowwise().mean().eval();
  const double variance = deviations.squaredNorm();
  // Independent months whose sum shall spread 1.5 times as much: 36 x 2.25 / 6 of the months' variance of 6 x 1 at the
  // most, which leaves room.
  const Vector totals = 1.5 * PathTotals(deviations);
  ReplaceTotals(totals, deviations);
  EXPECT_TRUE(PathTotals(deviations).isApprox(totals, 1e-9));
  EXPECT_NEAR(deviations.squaredNorm() / variance, 1.0, 1e-9);
}

TEST(ReplaceTotalsTest, OneMonthIsItsOwnTotal) {
  Matrix deviations(1, 3);
  deviations << -1.0, 0.0, 1.0;
  ReplaceTotals(Eigen::Vector3d(-2.0, 0.0, 2.0), deviations);
  EXPECT_TRUE(deviations.isApprox(Eigen::RowVector3d(-2.0, 0.0, 2.0)));
}

}  // namespace
}  // namespace prognos::engine
