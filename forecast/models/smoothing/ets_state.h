// The state of an exponential smoothing method and its one-month recursion.
//
// With trend combination q and expected value mu of the coming month,
//   q  = l                (no trend)     mu = q      (no season)
//      = l + phi b        (additive)        = q + s  (additive)
//      = l b^phi          (multiplicative)  = q s    (multiplicative)
// and the month's error e = y - mu the state moves by
//   l <- q + alpha a,                a = e (no or additive season), e / s (multiplicative season)
//   b <- phi b + beta a              (additive trend)
//      = b^phi + (beta / alpha) alpha a / l    (multiplicative trend)
//   s <- s + gamma e                 (additive season)
//      = s + gamma e / q             (multiplicative season)
// where the right-hand sides are the states before the month (Hyndman, Koehler, Ord & Snyder 2008, tables 2.2-2.3;
// this error-correction form holds for additive and for multiplicative errors, epsilon = e / mu, alike).
// A missing month has e = 0: the state moves as the method expects and learns nothing.
//
// The seasonal terms stand at fixed places, one for each calendar position, and a month replaces its own: nothing is
// shifted.
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_STATE_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_STATE_H_

#include <array>
#include <cmath>

#include "forecast/models/smoothing/ets_specification.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

// How fast each state follows the data. The usual region: 0 < alpha < 1, 0 <= beta <= alpha, 0 <= gamma <= 1 - alpha,
// 0.8 <= phi <= 0.98 (1 when not damped).
struct EtsSmoothing {
  double alpha = 0.0;       // Of the level.
  double beta_share = 0.0;  // beta / alpha, in [0, 1]; of the growth.
  double gamma = 0.0;       // Of the season.
  double phi = 1.0;         // Damping.

  double beta() const { return alpha * beta_share; }
};

struct EtsState {
  double level = 0.0;
  double growth = 0.0;                          // A month's increase (additive) or factor (multiplicative trend).
  std::array<double, kMonthsPerYear> season{};  // Additions or factors; season[(phase + k) % 12] of k months ahead.
  int phase = 0;                                // Of the coming month in `season`.
};

// What the method expects of the coming month.
struct EtsExpectation {
  double trend = 0.0;   // q.
  double growth = 0.0;  // phi b, or b^phi.
  double value = 0.0;   // mu.
};

// States and expected values of a method with a multiplicative part must stay above this (the data are scaled to mean
// absolute value 1), or the recursion divides by next to nothing.
inline constexpr double kLeastPositive = 1e-8;

template <EtsComponent kTrend, EtsComponent kSeason>
struct EtsRecursion {
  static EtsExpectation Expect(const EtsState& state, double phi) {
    EtsExpectation expected;
    if constexpr (kTrend == EtsComponent::kNone) {
      expected.trend = state.level;
    } else if constexpr (kTrend == EtsComponent::kAdditive) {
      expected.growth = phi * state.growth;
      expected.trend = state.level + expected.growth;
    } else {
      expected.growth = phi == 1.0 ? state.growth : std::pow(state.growth, phi);
      expected.trend = state.level * expected.growth;
    }
    const double season = state.season[state.phase];
    if constexpr (kSeason == EtsComponent::kNone) expected.value = expected.trend;
    if constexpr (kSeason == EtsComponent::kAdditive) expected.value = expected.trend + season;
    if constexpr (kSeason == EtsComponent::kMultiplicative) expected.value = expected.trend * season;
    return expected;
  }

  // Moves `state` past a month with the error `error` = y - expected.value.
  static void Advance(const EtsSmoothing& smoothing, const EtsExpectation& expected, double error, EtsState& state) {
    double& season = state.season[state.phase];
    const double surprise = kSeason == EtsComponent::kMultiplicative ? error / season : error;
    if constexpr (kTrend == EtsComponent::kAdditive) {
      state.growth = expected.growth + smoothing.beta() * surprise;
    }
    if constexpr (kTrend == EtsComponent::kMultiplicative) {
      state.growth = expected.growth + smoothing.beta() * surprise / state.level;
    }
    state.level = expected.trend + smoothing.alpha * surprise;
    if constexpr (kSeason == EtsComponent::kAdditive) season += smoothing.gamma * error;
    if constexpr (kSeason == EtsComponent::kMultiplicative) season += smoothing.gamma * error / expected.trend;
    if constexpr (kSeason != EtsComponent::kNone) {
      state.phase = state.phase + 1 == kMonthsPerYear ? 0 : state.phase + 1;
    }
  }

  // False when the recursion can no longer divide by the state.
  static bool IsUsable(const EtsState& state, const EtsExpectation& expected) {
    if constexpr (kTrend == EtsComponent::kMultiplicative) {
      if (!(state.level > kLeastPositive && state.growth > kLeastPositive)) return false;
    }
    if constexpr (kSeason == EtsComponent::kMultiplicative) {
      if (!(expected.trend > kLeastPositive && state.season[state.phase] > kLeastPositive)) return false;
    }
    return true;
  }
};

// Calls `function.template operator()<trend, season>()` with the components of `specification`: one branch for a
// whole series instead of several for each month.
template <typename Function>
auto DispatchEts(const EtsSpecification& specification, Function&& function) {
  using enum EtsComponent;
  const auto with_trend = [&]<EtsComponent kTrend>() {
    switch (specification.season) {
      case kAdditive:
        return function.template operator()<kTrend, kAdditive>();
      case kMultiplicative:
        return function.template operator()<kTrend, kMultiplicative>();
      case kNone:
        break;
    }
    return function.template operator()<kTrend, kNone>();
  };
  switch (specification.trend) {
    case kAdditive:
      return with_trend.template operator()<kAdditive>();
    case kMultiplicative:
      return with_trend.template operator()<kMultiplicative>();
    case kNone:
      break;
  }
  return with_trend.template operator()<kNone>();
}

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_STATE_H_
