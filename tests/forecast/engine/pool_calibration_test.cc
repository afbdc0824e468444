#include "forecast/engine/pool_calibration.h"

#include <cmath>

#include "forecast/base/random.h"
#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

constexpr int kPaths = 500;
const Month kOrigin = Month::January(2020);
// Of a standard normal variable.
const Spread kUnitSpread = {{1.281552, 1.959964}, {1.281552, 1.959964}};

// Paths of independent months with a standard deviation of one.
Matrix UnitPaths(int months, RandomGenerator& generator) {
  Matrix paths(months, kPaths);
  for (double& value : paths.reshaped()) value = generator.Normal();
  paths.colwise() -= paths.rowwise().mean().eval();
  return paths;
}

Vector Errors(int months, double deviation, RandomGenerator& generator) {
  Vector errors(months);
  for (double& error : errors) error = deviation * generator.Normal();
  return errors;
}

// A pool whose series s errs with deviation `deviations[s]` where its paths say one.
struct SimulatedPool {
  std::vector<double> deviations;
  int origins = 8;
  int months = 4;
};

std::vector<ScoredSeries> Score(const SimulatedPool& pool, RandomGenerator& generator) {
  std::vector<ScoredSeries> scored;
  for (const double deviation : pool.deviations) {
    const PathSpread spread = PathSpreadOf(UnitPaths(pool.months, generator));
    ScoredSeries series;
    for (int origin = 0; origin < pool.origins; ++origin) {
      const Vector errors = Errors(pool.months, deviation, generator);
      series.origins.push_back(ScoresOf(kOrigin - kMonthsPerYear * origin, errors, spread, 0.0));
    }
    scored.push_back(std::move(series));
  }
  return scored;
}

// The share of new errors of the total inside the central 80 % of the calibrated paths, over series first ... end - 1.
double CoverageOfTotal(const PoolCalibration& calibration, const SimulatedPool& pool, size_t first, size_t end,
                       RandomGenerator& generator) {
  int inside = 0, count = 0;
  for (size_t series = first; series < end; ++series) {
    Matrix paths = UnitPaths(pool.months, generator);
    paths *= calibration.widths[series];
    calibration.factors.Apply(Target::kTotal, paths);
    const std::vector<double> ends = SampleQuantiles(PathTotals(paths), {0.1, 0.9});
    for (int draw = 0; draw < 20; ++draw, ++count) {
      const double total = Errors(pool.months, pool.deviations[series], generator).sum();
      inside += total >= ends[0] && total <= ends[1];
    }
  }
  return static_cast<double>(inside) / count;
}

std::vector<double> Repeated(int count, double value) { return std::vector<double>(static_cast<size_t>(count), value); }

TEST(PoolCalibrationTest, PathsTooNarrowForAllBecomeWiderForAll) {
  RandomGenerator generator(1);
  const SimulatedPool pool{Repeated(300, 1.7)};
  const PoolCalibration calibration = CalibratePool(Score(pool, generator), Target::kTotal, {}, {});
  EXPECT_NEAR(CoverageOfTotal(calibration, pool, 0, 300, generator), 0.80, 0.03);
  EXPECT_NEAR(calibration.factors.total[0], 1.7, 0.15);
}

// Without widths one factor q serves both: 80 % of all when the quiet are inside always and the loud in 60 % (q
// = 1.68). With the 32 origins and a doubt of 8 the widths are (32 x 0.5 + 8 x 1.25) / (40 x 1.25) = 0.52 and 1.48, and
// 80 % of all is 89 % of the quiet and 74 % of the loud.
TEST(PoolCalibrationTest, AQuietSeriesIsNotAsWideAsALoudOne) {
  RandomGenerator generator(2);
  SimulatedPool pool{Repeated(150, 0.5), 32};
  for (const double loud : Repeated(150, 2.0)) pool.deviations.push_back(loud);
  const PoolCalibration calibration = CalibratePool(Score(pool, generator), Target::kTotal, {}, {});
  EXPECT_NEAR(CoverageOfTotal(calibration, pool, 0, 300, generator), 0.80, 0.05);
  EXPECT_LT(CoverageOfTotal(calibration, pool, 0, 150, generator), 0.93);
  EXPECT_GT(CoverageOfTotal(calibration, pool, 150, 300, generator), 0.70);
}

// The widths of series that are all alike are noise. Were an error to widen its own interval, the factors would be read
// from scores that are too small: with so little doubt they would promise 80 and keep 71.
TEST(PoolCalibrationTest, WidthsDoNotMakeTheFactorsPromiseTooMuch) {
  RandomGenerator generator(3);
  const SimulatedPool pool{Repeated(400, 1.0), 4};
  const CalibrationOptions believing{.least_doubt = 1.0, .most_doubt = 1.0};
  const PoolCalibration calibration = CalibratePool(Score(pool, generator), Target::kTotal, believing, {});
  EXPECT_GT(CoverageOfTotal(calibration, pool, 0, 400, generator), 0.78);
}

TEST(PoolCalibrationTest, WithoutScoresThePriorStands) {
  const Calibration prior{{{1.5, 1.6}}, {1.7, 1.8}};
  const Calibration fitted = FitCalibration({}, prior, {});
  EXPECT_EQ(fitted.months, prior.months);
  EXPECT_EQ(fitted.total, prior.total);
}

TEST(PoolCalibrationTest, EachGroupHasItsOwnMovement) {
  RandomGenerator generator(4);
  std::vector<ScoredSeries> scored;
  for (int group = 0; group < 2; ++group) {
    for (int series = 0; series < 40; ++series) scored.push_back({{}, group});
  }
  for (int origin = 0; origin < 8; ++origin) {
    const double common = generator.Normal();
    for (ScoredSeries& series : scored) {
      const double shared = series.group == 0 ? std::sqrt(0.8) * common : 0.0;
      const Vector error = Vector::Constant(1, shared + std::sqrt(series.group == 0 ? 0.2 : 1.0) * generator.Normal());
      const PathSpread spread{{kUnitSpread}, kUnitSpread};
      series.origins.push_back(ScoresOf(kOrigin - 12 * origin, error, spread, 0.0));
    }
  }
  const PoolCalibration calibration = CalibratePool(scored, Target::kTotal, {.most_origins = 8}, {});
  EXPECT_GT(calibration.movement.at(0), 0.3);
  EXPECT_LT(calibration.movement.at(1), 0.05);
}

TEST(PoolCalibrationTest, MissingMonthsAndSeriesWithoutAPastAreNoEvidence) {
  Vector errors(2);
  errors << 1.0, std::nan("");
  const OriginScores scores = ScoresOf(kOrigin, errors, {{kUnitSpread, kUnitSpread}, kUnitSpread}, 0.0);
  EXPECT_TRUE(scores.months[0].has_value());
  EXPECT_FALSE(scores.months[1].has_value());
  EXPECT_FALSE(scores.total.has_value());
  const PoolCalibration calibration = CalibratePool({{{scores}, 0}, {{}, 0}}, Target::kTotal, {}, {});
  EXPECT_EQ(calibration.widths, (std::vector<double>{1.0, 1.0}));
  EXPECT_EQ(calibration.factors.total, kUncalibrated);
  EXPECT_TRUE(calibration.movement.empty());
}

// 100 rents of the same amount every month: their paths do not spread, and their errors are zero or what rounding left.
TEST(PoolCalibrationTest, SeriesThatNeverMoveSayNothingOfTheOthers) {
  RandomGenerator generator(5);
  const SimulatedPool pool{Repeated(100, 1.7)};
  const std::vector<ScoredSeries> moving = Score(pool, generator);
  const PoolCalibration alone = CalibratePool(moving, Target::kTotal, {}, {});
  for (const double rounding : {0.0, 1e-12}) {
    std::vector<ScoredSeries> both = moving;
    for (int rent = 0; rent < 100; ++rent) {
      const PathSpread none = PathSpreadOf(Matrix::Constant(4, kPaths, 0.1 * rounding));
      ScoredSeries still;
      for (int origin = 0; origin < 8; ++origin) {
        still.origins.push_back(ScoresOf(kOrigin - 12 * origin, Vector::Constant(4, rounding), none, 1e-9));
      }
      both.push_back(still);
    }
    const PoolCalibration beside = CalibratePool(both, Target::kTotal, {}, {});
    EXPECT_EQ(beside.factors.total, alone.factors.total) << rounding;
    EXPECT_EQ(beside.factors.months, alone.factors.months) << rounding;
    EXPECT_EQ(beside.movement, alone.movement) << rounding;
    EXPECT_EQ(beside.widths.front(), alone.widths.front()) << rounding;
    EXPECT_EQ(beside.widths.back(), 1.0) << rounding;
  }
}

}  // namespace
}  // namespace prognos::engine
