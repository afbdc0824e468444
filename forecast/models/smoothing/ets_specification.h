// Which exponential smoothing method: its error, trend and season, written ETS(error,trend,season).
//
// The taxonomy of Hyndman, Koehler, Ord & Snyder (2008), "Forecasting with Exponential Smoothing", chapter 2:
// ETS(A,N,N) is simple exponential smoothing, ETS(A,A,N) Holt's linear method, ETS(A,A,A) and ETS(A,A,M) the two of
// Holt-Winters; d marks a damped trend.
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_SPECIFICATION_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_SPECIFICATION_H_

#include <string>

namespace prognos::models {

enum class EtsComponent { kNone, kAdditive, kMultiplicative };

struct EtsSpecification {
  EtsComponent error = EtsComponent::kAdditive;  // kAdditive or kMultiplicative, never kNone.
  EtsComponent trend = EtsComponent::kNone;
  bool damped = false;  // Only with a trend.
  EtsComponent season = EtsComponent::kNone;

  bool has_trend() const { return trend != EtsComponent::kNone; }
  bool has_season() const { return season != EtsComponent::kNone; }

  // alpha, beta with a trend, gamma with a season, phi when damped.
  int num_smoothing_parameters() const;
  // Free initial states: the level, the growth with a trend, eleven seasonal terms (the twelfth follows).
  int num_free_states() const;
  // Smoothing parameters, free initial states and the variance: what AIC counts.
  int num_parameters() const { return num_smoothing_parameters() + num_free_states() + 1; }

  // A multiplicative part divides by the level or the expected value: all data must be above zero.
  bool needs_positive_data() const;
  // False for the members whose forecast variance is infinite or whose updates may divide by a number near zero even
  // for positive data: an additive error with a multiplicative trend or season, and ETS(M,M,A), ETS(M,Md,A)
  // (Hyndman et al. 2008, section 15.2).
  bool is_stable() const;

  // "ETS(A,Ad,M)".
  std::string ToString() const;

  friend bool operator==(const EtsSpecification&, const EtsSpecification&) = default;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_SPECIFICATION_H_
