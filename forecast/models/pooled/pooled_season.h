// The season of one series as one of many: a hierarchical model of level and monthly profile.
//
//   y(t) / scale = level(t - 1) + d slope(t - 1) + season[month of t] + e(t),   e ~ N(0, sigma^2)
//   level(t) = level(t - 1) + d slope(t - 1) + gain e(t),   slope(t) = d slope(t - 1) + slope_gain e(t),   slope(0) = 0
//   season ~ N(mean, width x covariance),   width one of kSeasonWidths, (gain, slope_gain) one of kGains,
//                                           with learned probabilities
//
// `scale` makes every series one of level about 1. Mean, covariance, the probabilities of widths and gains and the
// usual sigma belong to the pool and are estimated from all of its series by expectation-maximization (Dempster, Laird
// & Rubin 1977; Gelman et al. 2013, "Bayesian Data Analysis", section 5.4, on borrowing of strength). The covariance is
// what lets eight known months tell of the other four: series high in July may be low in December. The widths let a
// pool hold both series with a strong season and series with none, the gains both steady ones and ones that wander.
// What a series is told by its own months, and what stays unclear is averaged over.
//
// Older months count less: month t has weight kSeasonDiscount^(T - t).
#ifndef PROGNOS_FORECAST_MODELS_POOLED_POOLED_SEASON_H_
#define PROGNOS_FORECAST_MODELS_POOLED_POOLED_SEASON_H_

#include <array>
#include <vector>

#include "forecast/series/monthly_series.h"

namespace prognos::models {

inline constexpr std::array<double, 4> kSeasonWidths = {0.01, 0.2, 1.0, 5.0};
// A month of more than so many times the level is one of a kind and tells nothing more by being larger.
inline constexpr double kMostTimesScale = 20.0;
struct Gains {
  double level;
  double slope;
};
inline constexpr std::array<Gains, 6> kGains = {
    {{0.05, 0.0}, {0.2, 0.0}, {0.5, 0.0}, {0.9, 0.0}, {0.3, 0.02}, {0.8, 0.1}}};
inline constexpr double kSlopeDamping = 0.96;
// Probabilities: widths x gains.
using KindWeights = Eigen::Matrix<double, 4, 6>;
using MonthlyProfile = Eigen::Matrix<double, kMonthsPerYear, 1>;  // January-December.
using MonthlyCovariance = Eigen::Matrix<double, kMonthsPerYear, kMonthsPerYear>;

// What the pool says of a series before its own months are seen.
struct SeasonPrior {
  MonthlyProfile mean = MonthlyProfile::Zero();
  MonthlyCovariance covariance = MonthlyCovariance::Identity() * 0.01;
  MonthlyCovariance precision = MonthlyCovariance::Identity() * 100.0;  // The inverse of `covariance`.
  KindWeights kind_weights = KindWeights::Constant(1.0 / 24.0);
  double noise = 0.1;  // The usual sigma, relative to the level.
};

// The last months of a series before an origin, divided by their level.
struct ScaledWindow {
  double scale = 0.0;            // Units of the series; negative for a series of mostly negative values; 0: all zeros.
  int length = 0;                // Months; the forecast begins at month `length`.
  int first_calendar_month = 0;  // 0-11, of month 0.
  std::vector<int> months;       // Known ones, rising.
  Vector values;                 // Of the known months, divided by `scale`, within +-kMostTimesScale.

  int CalendarMonth(int month) const { return (first_calendar_month + month) % kMonthsPerYear; }
};

// The `length` months before month `end` (0 ... history.size()) of `history`. The scale is the mean of the last twelve
// known months, divided by what the prior's mean season lets expect of just these months; the mean of absolute values
// where positive and negative months cancel.
ScaledWindow ScaleWindow(const MonthlySeries& history, int end, int length, const SeasonPrior& prior);

struct SeasonEstimate {
  double level = 0.0;  // After the last known month.
  double slope = 0.0;  // A month, fading by kSlopeDamping.
  MonthlyProfile season = MonthlyProfile::Zero();
  double noise = 0.0;  // sigma; never 0.
  // For the estimation of the prior: second moments of the season about the prior's mean divided by the width, and
  // the posterior probability of each kind.
  MonthlyCovariance scaled_moments = MonthlyCovariance::Zero();
  KindWeights kind_weights = KindWeights::Zero();
};

// `window` has at least one known month. `with_moments`: fill scaled_moments too, which costs time.
SeasonEstimate EstimateSeason(const ScaledWindow& window, const SeasonPrior& prior, bool with_moments = false);

// The prior of a pool. Series without a known month do not count. With few series it stays near the default, which
// expects a season of about a tenth of the level in no month in particular.
SeasonPrior EstimateSeasonPrior(const std::vector<MonthlySeries>& pool);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_POOLED_POOLED_SEASON_H_
