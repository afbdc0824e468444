#include "forecast/models/numerics/scalar_minimizer.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

TEST(ScalarMinimizerTest, FindsTheBottomOfAParabola) {
  const ScalarMinimum minimum = Minimize([](double x) { return (x - 0.3) * (x - 0.3) + 2.0; }, {0.0, 1.0, 5, 1e-6});
  EXPECT_NEAR(minimum.argument, 0.3, 1e-6);
  EXPECT_NEAR(minimum.value, 2.0, 1e-12);
}

TEST(ScalarMinimizerTest, FindsTheDeeperOfTwoValleys) {
  // cos(4 pi x) has equal minima at 0.25 and 0.75; the slope makes the right one deeper.
  const auto function = [](double x) { return std::cos(4.0 * M_PI * x) - 0.5 * x; };
  EXPECT_NEAR(Minimize(function, {0.0, 1.0, 12, 1e-6}).argument, 0.75, 0.01);
}

TEST(ScalarMinimizerTest, KeepsABoundaryMinimum) {
  EXPECT_NEAR(Minimize([](double x) { return x; }, {0.1, 0.9, 8, 1e-6}).argument, 0.1, 1e-6);
  EXPECT_NEAR(Minimize([](double x) { return -x; }, {0.1, 0.9, 8, 1e-6}).argument, 0.9, 1e-6);
}

TEST(ScalarMinimizerTest, NaNIsWorseThanAnyNumber) {
  const auto function = [](double x) { return x < 0.5 ? std::nan("") : (x - 0.7) * (x - 0.7); };
  EXPECT_NEAR(Minimize(function, {0.0, 1.0, 11, 1e-6}).argument, 0.7, 1e-5);
}

}  // namespace
}  // namespace prognos::models
