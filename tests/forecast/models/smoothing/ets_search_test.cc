#include "forecast/models/smoothing/ets_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/base/random.h"
#include "forecast/models/smoothing/ets_state.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using enum EtsComponent;

// `months` values of the method with additive trend and season parts as `state` and `smoothing` say, errors of standard
// deviation `sigma`, divided by their mean absolute value.
EtsData SimulatedData(int months, EtsSmoothing smoothing, EtsState state, double sigma, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector values(months);
  for (double& value : values) {
    using Recursion = EtsRecursion<kAdditive, kAdditive>;
    const EtsExpectation expected = Recursion::Expect(state, smoothing.phi);
    const double error = sigma * generator.Normal();
    value = expected.value + error;
    Recursion::Advance(smoothing, expected, error, state);
  }
  values /= values.cwiseAbs().mean();
  return {values, values};
}

TEST(EtsSearchTest, RecoversAlphaOfALocalLevel) {
  // The standard error of alpha is about sqrt(alpha (2 - alpha) / n) = sqrt(0.51 / 1000) = 0.023: three of them.
  const EtsData data = SimulatedData(1000, {.alpha = 0.3}, {.level = 100.0}, 1.0, 11);
  EXPECT_NEAR(Estimate({}, data).parameters.smoothing.alpha, 0.3, 0.07);
}

TEST(EtsSearchTest, RecoversTheDampingOfATrend) {
  const EtsSmoothing truth{.alpha = 0.6, .beta_share = 0.6, .gamma = 0.0, .phi = 0.9};
  const EtsData data = SimulatedData(3000, truth, {.level = 1000.0, .growth = 1.0}, 1.0, 5);
  const EtsEstimate found = Estimate({kAdditive, kAdditive, true, kNone}, data);
  EXPECT_NEAR(found.parameters.smoothing.phi, 0.9, 0.04);
  EXPECT_NEAR(found.parameters.smoothing.alpha, 0.6, 0.08);
  EXPECT_NEAR(found.parameters.smoothing.beta_share, 0.6, 0.12);
}

TEST(EtsSearchTest, NoPointOfAFineGridIsBetterThanTheEstimate) {
  const EtsData data = SimulatedData(80, {.alpha = 0.4}, {.level = 50.0}, 2.0, 21);
  const EtsLikelihood likelihood({}, data.values, 1.0);
  double least = INFINITY;
  for (int a = 1; a < 100; ++a) {
    for (int l = -50; l <= 50; ++l) {
      SmallVector x(2);
      x << a / 100.0, data.values[0] * (1.0 + l / 250.0);
      least = std::min(least, likelihood.Value(x));
    }
  }
  // The search stops when a step brings less than 1e-5.
  EXPECT_LE(Estimate({}, data).value, least * (1.0 + 2e-5));
}

TEST(EtsSearchTest, ASeasonIsChosenWhenThereIsOneAndNotOtherwise) {
  const std::vector<EtsSpecification> both = {{kAdditive, kNone, false, kNone}, {kAdditive, kNone, false, kAdditive}};
  EtsState seasonal{.level = 100.0};
  for (int i = 0; i < kMonthsPerYear; ++i) seasonal.season[i] = 10.0 * std::sin(i * 2.0 * M_PI / 12.0);
  const EtsData with = SimulatedData(72, {.alpha = 0.2, .gamma = 0.05}, seasonal, 2.0, 31);
  EXPECT_TRUE(EstimateBest(both, with).specification.has_season());
  const EtsData without = SimulatedData(72, {.alpha = 0.2}, {.level = 100.0}, 2.0, 32);
  EXPECT_FALSE(EstimateBest(both, without).specification.has_season());
}

TEST(EtsSearchTest, AMultiplicativeMethodThatFallsBelowZeroIsNotChosen) {
  // A straight fall from 2 to 0.02 in 100 months: relative errors fit it, but two years on the line is far below zero.
  Vector values = Vector::LinSpaced(100, 2.0, 0.02);
  RandomGenerator generator(41);
  for (double& value : values) value *= 1.0 + 0.001 * generator.Normal();
  const EtsData data{values, values};
  const EtsSpecification line{kMultiplicative, kAdditive, false, kNone};
  const EtsEstimate alone = Estimate(line, data);
  EXPECT_FALSE(ExtrapolatesWell(alone, data));
  EXPECT_EQ(EstimateBest({line, {}}, data).specification, EtsSpecification{});
  // Alone it is still the answer.
  EXPECT_EQ(EstimateBest({line}, data).specification, line);
}

// What the search gives up early would not have been chosen: the choice is as good as the best of full searches.
TEST(EtsSearchTest, GivingUpHopelessMethodsCostsNoAicc) {
  std::vector<EtsSpecification> methods;
  for (const EtsComponent error : {kAdditive, kMultiplicative}) {
    for (const EtsComponent season : {kNone, kAdditive}) {
      for (const bool damped : {false, true}) methods.push_back({error, kAdditive, damped, season});
      methods.push_back({error, kNone, false, season});
    }
  }
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    EtsState state{.level = 100.0, .growth = seed % 3 == 0 ? 0.5 : 0.0};
    for (int i = 0; i < kMonthsPerYear; ++i) {
      state.season[i] = seed % 2 == 0 ? 10.0 * std::sin(i * 2.0 * M_PI / 12.0) : 0.0;
    }
    const EtsData data = SimulatedData(72, {.alpha = 0.3, .beta_share = 0.1, .gamma = 0.05}, state, 3.0, seed);
    double least_aicc = std::numeric_limits<double>::infinity();
    int passes = 0;
    for (const EtsSpecification& method : methods) {
      const EtsEstimate whole = Estimate(method, data);
      if (ExtrapolatesWell(whole, data)) least_aicc = std::min(least_aicc, whole.aicc);
      passes += whole.evaluations;
    }
    const EtsEstimate chosen = EstimateBest(methods, data);
    EXPECT_LT(chosen.aicc, least_aicc + 0.5) << seed;
    EXPECT_LT(chosen.evaluations, passes) << seed;
  }
}

TEST(EtsSearchTest, ACompleteFitTakesTensOfPassesNotHundreds) {
  EtsState seasonal{.level = 100.0, .growth = 0.2};
  for (int i = 0; i < kMonthsPerYear; ++i) seasonal.season[i] = 10.0 * std::cos(i * 2.0 * M_PI / 12.0);
  const EtsData data = SimulatedData(120, {.alpha = 0.3, .beta_share = 0.1, .gamma = 0.1}, seasonal, 2.0, 51);
  const EtsEstimate found = Estimate({kAdditive, kAdditive, true, kAdditive}, data);
  EXPECT_LE(found.evaluations, 2 * kFullSearch.max_iterations);
}

}  // namespace
}  // namespace prognos::models
