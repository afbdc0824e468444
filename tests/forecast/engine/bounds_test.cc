#include "forecast/engine/bounds.h"

#include "forecast/base/random.h"
#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

Matrix NormalPaths(const Vector& mean, double deviation, int count) {
  RandomGenerator generator(3);
  Matrix paths(mean.size(), count);
  for (double& value : paths.reshaped()) value = deviation * generator.Normal();
  paths.colwise() += mean;
  return paths;
}

TEST(BoundsTest, ComeFromTheHistoryElseFromTheBudget) {
  models::TrainingData training;
  training.history = {Month::January(2020), Eigen::Vector3d(5, kMissing, 20)};
  EXPECT_EQ(BoundsOf(training).least, 0.0);
  EXPECT_EQ(BoundsOf(training).most, 200.0);
  training.budget = {Month::January(2020), Eigen::Vector2d(-30, 7)};
  EXPECT_EQ(BoundsOf(training).least, 0.0);  // The history decides about signs.
  EXPECT_EQ(BoundsOf(training).most, 300.0);
  training.history = {};
  EXPECT_EQ(BoundsOf(training).least, -300.0);
}

TEST(BoundsTest, FarFromTheBoundsPathsAreOnlyCentred) {
  Vector mean = Vector::Constant(2, 100.0);
  Matrix paths = NormalPaths(Vector::Constant(2, 90.0), 1.0, 500);
  const Matrix before = paths;
  KeepWithin({0.0, 1000.0}, mean, paths);
  EXPECT_EQ(mean, Vector::Constant(2, 100.0));
  EXPECT_TRUE(paths.rowwise().mean().isApprox(mean));
  EXPECT_NEAR(paths(0, 1) - paths(0, 0), before(0, 1) - before(0, 0), 1e-9);
}

TEST(BoundsTest, NearZeroThePathsAreCutAndTheirMeanIsStillTheExpectedValue) {
  Vector mean = Vector::Constant(1, 1.0);
  Matrix paths = NormalPaths(mean, 1.0, 2000);
  KeepWithin({0.0, 1000.0}, mean, paths);
  EXPECT_EQ(mean[0], 1.0);
  EXPECT_NEAR(paths.mean(), 1.0, 2e-6);
  EXPECT_EQ(paths.minCoeff(), 0.0);
}

TEST(BoundsTest, AnExpectedZeroGivesWayToTheMeanOfItsPaths) {
  // A standard normal shifted by -1 and cut at zero has the mean phi(1) - (1 - Phi(1)) = 0.2420 - 0.1587 = 0.0833.
  Vector mean = Vector::Zero(1);
  Matrix paths = NormalPaths(mean, 1.0, 40'000);
  KeepWithin({0.0, 1000.0}, mean, paths);
  EXPECT_NEAR(mean[0], 0.0833, 0.006);
  EXPECT_NEAR(paths.mean(), mean[0], 1e-9);
}

TEST(BoundsTest, TheExpectedYearLiesInsideItsIntervalHoweverManyMonthsAreCut) {
  for (const double expected : {0.0, 0.2, 1.0, 3.0}) {
    Vector mean = Vector::Constant(8, expected);
    Matrix paths = NormalPaths(mean, 5.0, 2000);
    KeepWithin({0.0, 1000.0}, mean, paths);
    const std::vector<double> quantiles = SampleQuantiles(PathTotals(paths), {0.25, 0.75});
    EXPECT_GT(mean.sum(), quantiles[0]) << expected;
    EXPECT_LT(mean.sum(), quantiles[1]) << expected;
  }
}

}  // namespace
}  // namespace prognos::engine
