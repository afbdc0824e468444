#include "forecast/models/smoothing/ets_state.h"

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using enum EtsComponent;

// Moves `state` past `value` and returns what was expected of the month.
template <EtsComponent kTrend, EtsComponent kSeason>
double Step(const EtsSmoothing& smoothing, double value, EtsState& state) {
  const EtsExpectation expected = EtsRecursion<kTrend, kSeason>::Expect(state, smoothing.phi);
  EtsRecursion<kTrend, kSeason>::Advance(smoothing, expected, value - expected.value, state);
  return expected.value;
}

TEST(EtsStateTest, SimpleSmoothingByHand) {
  EtsState state{.level = 10.0};
  const EtsSmoothing smoothing{.alpha = 0.5};
  EXPECT_DOUBLE_EQ((Step<kNone, kNone>(smoothing, 12.0, state)), 10.0);
  EXPECT_DOUBLE_EQ(state.level, 11.0);  // 10 + 0.5 x 2
  EXPECT_DOUBLE_EQ((Step<kNone, kNone>(smoothing, 9.0, state)), 11.0);
  EXPECT_DOUBLE_EQ(state.level, 10.0);  // 11 - 0.5 x 2
}

TEST(EtsStateTest, HoltsLinearMethodByHand) {
  EtsState state{.level = 10.0, .growth = 1.0};
  const EtsSmoothing smoothing{.alpha = 0.5, .beta_share = 0.5};  // beta = 0.25
  EXPECT_DOUBLE_EQ((Step<kAdditive, kNone>(smoothing, 12.0, state)), 11.0);
  EXPECT_DOUBLE_EQ(state.level, 11.5);   // 11 + 0.5 x 1
  EXPECT_DOUBLE_EQ(state.growth, 1.25);  // 1 + 0.25 x 1
  EXPECT_DOUBLE_EQ((Step<kAdditive, kNone>(smoothing, 12.75, state)), 12.75);
  EXPECT_DOUBLE_EQ(state.level, 12.75);  // No error: the line goes on.
  EXPECT_DOUBLE_EQ(state.growth, 1.25);
}

TEST(EtsStateTest, DampedTrendByHand) {
  EtsState state{.level = 10.0, .growth = 1.0};
  const EtsSmoothing smoothing{.alpha = 0.5, .beta_share = 0.5, .phi = 0.8};
  EXPECT_DOUBLE_EQ((Step<kAdditive, kNone>(smoothing, 11.8, state)), 10.8);  // 10 + 0.8 x 1
  EXPECT_DOUBLE_EQ(state.level, 11.3);                                       // 10.8 + 0.5 x 1
  EXPECT_DOUBLE_EQ(state.growth, 1.05);                                      // 0.8 + 0.25 x 1
}

TEST(EtsStateTest, AdditiveSeasonReplacesItsOwnMonthOnly) {
  EtsState state{.level = 10.0};
  state.season[0] = 2.0;
  state.season[1] = -2.0;
  const EtsSmoothing smoothing{.alpha = 0.5, .gamma = 0.1};
  EXPECT_DOUBLE_EQ((Step<kNone, kAdditive>(smoothing, 13.0, state)), 12.0);
  EXPECT_DOUBLE_EQ(state.season[0], 2.1);  // 2 + 0.1 x 1
  EXPECT_DOUBLE_EQ(state.season[1], -2.0);
  EXPECT_DOUBLE_EQ((Step<kNone, kAdditive>(smoothing, 8.5, state)), 8.5);  // 10.5 - 2
  for (int month = 2; month < 12; ++month) Step<kNone, kAdditive>(smoothing, 10.5, state);
  EXPECT_EQ(state.phase, 0);  // A year later January has its phase again.
}

TEST(EtsStateTest, MultiplicativeSeasonByHand) {
  EtsState state{.level = 10.0, .growth = 0.0};
  state.season[0] = 1.2;
  const EtsSmoothing smoothing{.alpha = 0.5, .beta_share = 0.5, .gamma = 0.1};
  EXPECT_DOUBLE_EQ((Step<kAdditive, kMultiplicative>(smoothing, 15.0, state)), 12.0);
  EXPECT_DOUBLE_EQ(state.level, 11.25);     // 10 + 0.5 x 3 / 1.2
  EXPECT_DOUBLE_EQ(state.growth, 0.625);    // 0 + 0.25 x 3 / 1.2
  EXPECT_DOUBLE_EQ(state.season[0], 1.23);  // 1.2 + 0.1 x 3 / 10
}

TEST(EtsStateTest, MultiplicativeTrendByHand) {
  EtsState state{.level = 10.0, .growth = 1.1};
  const EtsSmoothing smoothing{.alpha = 0.5, .beta_share = 0.5};
  EXPECT_DOUBLE_EQ((Step<kMultiplicative, kNone>(smoothing, 12.0, state)), 11.0);
  EXPECT_DOUBLE_EQ(state.level, 11.5);    // 11 + 0.5 x 1
  EXPECT_DOUBLE_EQ(state.growth, 1.125);  // 1.1 + 0.25 x 1 / 10
}

TEST(EtsStateTest, AStateAtZeroIsNotUsableForDivision) {
  EtsState state{.level = 0.0, .growth = 1.0};
  state.season[0] = 1.0;
  using Seasonal = EtsRecursion<kNone, kMultiplicative>;
  EXPECT_FALSE(Seasonal::IsUsable(state, Seasonal::Expect(state, 1.0)));
  using Additive = EtsRecursion<kNone, kAdditive>;
  EXPECT_TRUE(Additive::IsUsable(state, Additive::Expect(state, 1.0)));
}

}  // namespace
}  // namespace prognos::models
