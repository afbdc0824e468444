#include "forecast/engine/path_summary.h"

#include <algorithm>
#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

Vector Sample(std::initializer_list<double> values) {
  Vector sample(static_cast<Eigen::Index>(values.size()));
  Eigen::Index at = 0;
  for (const double value : values) sample[at++] = value;
  return sample;
}

TEST(PathSummaryTest, QuantilesLieOnTheLineBetweenNeighbours) {
  // Sorted 10 20 30 40; level 0.5 is position 1.5: 25; level 0.1 is position 0.3: 13; level 0.9 is position 2.7: 37.
  const std::vector<double> quantiles = SampleQuantiles(Sample({30, 10, 40, 20}), {0.0, 0.1, 0.5, 0.9, 1.0});
  const std::vector<double> expected = {10, 13, 25, 37, 40};
  for (size_t at = 0; at < expected.size(); ++at) EXPECT_DOUBLE_EQ(quantiles[at], expected[at]) << at;
}

TEST(PathSummaryTest, EqualValuesGiveThatValueExactly) {
  for (const double quantile : SampleQuantiles(Vector::Constant(200, 0.1), {0.05, 0.5, 0.95})) EXPECT_EQ(quantile, 0.1);
  EXPECT_EQ(SampleQuantiles(Sample({7}), {0.3}).front(), 7.0);
}

TEST(PathSummaryTest, AnyShapeOfSampleGivesTheQuantilesOfTheSortedSample) {
  const std::vector<double> levels = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
  RandomGenerator generator(1);
  for (int shape = 0; shape < 5; ++shape) {
    Vector sample(1 + generator.Index(3000));
    for (double& value : sample) {
      const double normal = generator.Normal();
      // Normal; far outliers; many ties; nearly constant; denormal differences.
      value = shape == 0   ? normal
              : shape == 1 ? std::exp(20 * normal)
              : shape == 2 ? std::round(normal)
              : shape == 3 ? 1e9 + 1e-6 * normal
                           : 5e-324 * generator.Index(3);
    }
    Vector sorted = sample;
    std::sort(sorted.begin(), sorted.end());
    const std::vector<double> quantiles = SampleQuantiles(sample, levels);
    EXPECT_TRUE(std::is_sorted(quantiles.begin(), quantiles.end())) << shape;
    for (size_t at = 0; at < levels.size(); ++at) {
      const double position = static_cast<double>(sorted.size() - 1) * levels[at];
      const Eigen::Index below = static_cast<Eigen::Index>(position);
      const Eigen::Index above = std::min(below + 1, sorted.size() - 1);
      EXPECT_GE(quantiles[at], sorted[below]) << shape;
      EXPECT_LE(quantiles[at], sorted[above]) << shape;
    }
  }
}

TEST(PathSummaryTest, TotalsAreSumsOverTheMonthsOfAPath) {
  Matrix paths(2, 3);
  paths << 1, 2, 3, 10, 20, 30;
  EXPECT_EQ(PathTotals(paths), Sample({11, 22, 33}));
}

}  // namespace
}  // namespace prognos::engine
