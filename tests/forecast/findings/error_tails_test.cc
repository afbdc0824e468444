#include "forecast/findings/error_tails.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::findings {
namespace {

// `count` of N(0, deviation^2); every tenth one times `more`.
Vector NormalErrors(int count, double deviation, double more, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector errors(count);
  for (int at = 0; at < count; ++at) errors[at] = deviation * generator.Normal() * (at % 10 == 9 ? more : 1.0);
  return errors;
}

// Of a normal distribution one value in 22 lies beyond two deviations (4.6 %), and one in 370 beyond three (0.27 %).
TEST(ErrorTailsTest, OfManyNormalErrorsTheChanceIsThatOfTheNormalDistribution) {
  const ErrorTails tails(NormalErrors(5000, 3.0, 1.0, 1), 1e-6);
  EXPECT_NEAR(tails.ChanceBeyond(6.0), 0.0455, 0.004);
  EXPECT_NEAR(tails.ChanceBeyond(-9.0), 0.0027, 0.0008);
  EXPECT_NEAR(tails.scale(), 3.0, 0.2);
}

TEST(ErrorTailsTest, TheChanceFallsWithTheDistanceAndIsOneAtNone) {
  const ErrorTails tails(NormalErrors(40, 1.0, 1.0, 2), 1e-6);
  EXPECT_DOUBLE_EQ(tails.ChanceBeyond(0.0), 1.0);
  double before = 1.0;
  for (double distance = 0.5; distance < 40.0; distance *= 1.5) {
    EXPECT_LT(tails.ChanceBeyond(distance), before);
    EXPECT_DOUBLE_EQ(tails.ChanceBeyond(distance), tails.ChanceBeyond(-distance));
    EXPECT_GT(tails.ChanceBeyond(distance, 1.5), tails.ChanceBeyond(distance));
    before = tails.ChanceBeyond(distance);
  }
}

TEST(ErrorTailsTest, WhereErrorsJumpAJumpIsNotRare) {
  const double calm = ErrorTails(NormalErrors(60, 1.0, 1.0, 3), 1e-6).ChanceBeyond(8.0);
  const double jumps = ErrorTails(NormalErrors(60, 1.0, 8.0, 3), 1e-6).ChanceBeyond(8.0);
  EXPECT_LT(calm, 1e-3);
  EXPECT_GT(jumps, 0.01);
}

TEST(ErrorTailsTest, ErrorsOfNothingHaveTheLeastScale) {
  const ErrorTails tails(Vector::Zero(30), 0.02);
  EXPECT_NEAR(tails.scale(), 0.02, 1e-9);
  EXPECT_LT(tails.ChanceBeyond(0.5), 1e-5);
  EXPECT_TRUE(std::isfinite(ErrorTails(Vector::Zero(1), 0.02).ChanceBeyond(1e300)));
}

}  // namespace
}  // namespace prognos::findings
