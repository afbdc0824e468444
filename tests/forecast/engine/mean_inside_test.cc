#include "forecast/engine/mean_inside.h"

#include "forecast/base/random.h"
#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

Matrix NormalPaths(int months, int count) {
  RandomGenerator generator(1);
  Matrix paths(months, count);
  for (double& value : paths.reshaped()) value = 100.0 + generator.Normal();
  return paths;
}

TEST(MeanInsideTest, PathsWithTheirMeanInsideAreLeftAsTheyAre) {
  const Matrix before = NormalPaths(4, 200);
  Matrix paths = before;
  KeepMeanInside(1, paths);
  EXPECT_EQ(paths, before);
}

// 95 paths of nothing and five of 400: the mean is 20, the interval 0 to 0. The upper twenty are drawn towards
// top = 20 / 0.2 = 100, the others to 0: with 20.8 = w 100, w = 0.208, fifteen come to 20.8 and five to
// 0.792 x 400 + 20.8 = 337.6; 15 x 20.8 + 5 x 337.6 = 2000 as before.
TEST(MeanInsideTest, ARareAmountByHand) {
  Matrix paths = Matrix::Zero(1, 100);
  paths.rightCols(5).setConstant(400.0);
  KeepMeanInside(1, paths);
  EXPECT_NEAR(paths.mean(), 20.0, 1e-12);
  EXPECT_NEAR(paths.maxCoeff(), 337.6, 1e-9);
  EXPECT_EQ(paths.minCoeff(), 0.0);
  EXPECT_EQ((paths.array() > 20.0).count(), 20);
  EXPECT_NEAR(SampleQuantiles(paths.row(0).transpose(), {0.9}).front(), 20.8, 1e-9);
}

TEST(MeanInsideTest, ARareCreditIsTheSameUpsideDown) {
  Matrix paths = Matrix::Zero(1, 100);
  paths.rightCols(5).setConstant(-400.0);
  KeepMeanInside(1, paths);
  EXPECT_NEAR(paths.minCoeff(), -337.6, 1e-9);
  EXPECT_NEAR(SampleQuantiles(paths.row(0).transpose(), {0.1}).front(), -20.8, 1e-9);
}

TEST(MeanInsideTest, MonthsAndTheirSumAreInsideAndNoMeanMoves) {
  Matrix paths = Matrix::Zero(6, 400);
  for (int month = 0; month < 6; ++month) paths.row(month).segment(month, 2).setConstant(1000.0);
  const Vector means = paths.rowwise().mean();
  KeepMeanInside(1, paths);
  EXPECT_TRUE(paths.rowwise().mean().isApprox(means, 1e-12));
  EXPECT_GE(paths.minCoeff(), 0.0);
  EXPECT_LE(paths.maxCoeff(), 1000.0);
  for (int month = 0; month < 6; ++month) {
    EXPECT_GE(SampleQuantiles(paths.row(month).transpose(), {0.9}).front(), means[month]) << month;
  }
  EXPECT_GE(SampleQuantiles(PathTotals(paths), {0.9}).front(), means.sum());
}

}  // namespace
}  // namespace prognos::engine
