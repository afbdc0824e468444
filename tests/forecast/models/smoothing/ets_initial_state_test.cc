#include "forecast/models/smoothing/ets_initial_state.h"

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using enum EtsComponent;

// Sums to zero.
constexpr std::array<double, kMonthsPerYear> kTerms = {5, -1, 0, 2, -4, 1, -6, -2, 3, 0, 1, 1};

TEST(EtsInitialStateTest, ALineWithASeasonIsTakenApartExactly) {
  // y_t = 50 + 2 t + term, t = 1, 2, ...: a centred year's mean of a line is the line.
  Vector values(36);
  for (int t = 0; t < 36; ++t) values[t] = 50.0 + 2.0 * (t + 1) + kTerms[t % 12];
  const EtsState state = GuessInitialState({kAdditive, kAdditive, false, kAdditive}, values);
  EXPECT_NEAR(state.level, 50.0, 1e-10);
  EXPECT_NEAR(state.growth, 2.0, 1e-10);
  for (int i = 0; i < kMonthsPerYear; ++i) EXPECT_NEAR(state.season[i], kTerms[i], 1e-10) << i;
}

TEST(EtsInitialStateTest, SeasonalFactorsHaveMeanOne) {
  Vector values(24);
  for (int t = 0; t < 24; ++t) values[t] = 200.0 * (1.0 + kTerms[t % 12] / 10.0);
  const auto profile = MeanSeasonOf(values, kMultiplicative);
  for (int i = 0; i < kMonthsPerYear; ++i) EXPECT_NEAR(profile[i], 1.0 + kTerms[i] / 10.0, 1e-10) << i;
}

TEST(EtsInitialStateTest, ALineFromBelowZeroGivesAMultiplicativeMethodAFlatPositiveStart) {
  // The line through 1, 5, 9 stands at -3 a month before the first; their mean is 5.
  Vector rising(3);
  rising << 1.0, 5.0, 9.0;
  const EtsState state = GuessInitialState({kMultiplicative, kAdditive, false, kNone}, rising);
  EXPECT_DOUBLE_EQ(state.level, 5.0);
  EXPECT_DOUBLE_EQ(state.growth, 0.0);
  const EtsState additive = GuessInitialState({kAdditive, kAdditive, false, kNone}, rising);
  EXPECT_NEAR(additive.level, -3.0, 1e-12);
  EXPECT_NEAR(additive.growth, 4.0, 1e-12);
}

TEST(EtsInitialStateTest, OneMonthIsItsOwnLevel) {
  const EtsState state = GuessInitialState({kAdditive, kAdditive, false, kNone}, Vector::Constant(1, 7.0));
  EXPECT_DOUBLE_EQ(state.level, 7.0);
  EXPECT_DOUBLE_EQ(state.growth, 0.0);
}

}  // namespace
}  // namespace prognos::models
