#include "forecast/models/pooled/pooled_season.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

namespace prognos::models {
namespace {

constexpr int kParameters = 1 + kMonthsPerYear;  // Level and season.
using Parameters = Eigen::Matrix<double, kParameters, 1>;
using Information = Eigen::Matrix<double, kParameters, kParameters>;

constexpr double kSeasonDiscount = 0.985;
constexpr int kLongestWindow = 120;
// The level is about 1 by the scale; this is so weak that any month overrules it.
constexpr double kLevelPriorVariance = 1.0;
// A sigma below this share of the level is rounding for a forecast.
constexpr double kLeastNoise = 1e-3;
// The pool's sigma counts like so many months of the series' own.
constexpr double kNoisePriorMonths = 0.3;
constexpr double kLeastFreeShare = 0.1;
constexpr int kNoiseRounds = 2;
// A width less probable than this adds nothing to sigma that could be seen, and costs as much as the others.
constexpr double kLeastWidthWeight = 1e-3;
// The default covariance counts like so many series.
constexpr double kPriorSeries = 4.0;
constexpr double kPriorKindSeries = 0.5;
constexpr double kDefaultSeasonVariance = 0.01;
// Keeps the covariance away from singular: a season adds to about zero.
constexpr double kLeastSeasonVariance = 1e-5;
constexpr int kPriorRounds = 12;
// Beyond so many series the prior is known well enough.
constexpr size_t kMostPriorSeries = 600;
// Of the season of a handful of months.
constexpr double kLeastSeasonLevel = 0.25;
constexpr double kMostSeasonLevel = 4.0;

// The errors e(t) are linear in the first level and the season: e = target - columns' (level, season). Sums over t, the
// prior's mean season taken out of both.
struct Sums {
  Information squares = Information::Zero();
  Parameters products = Parameters::Zero();
  double target_squares = 0.0;
  double weight = 0.0;
  // The last level is level_target - level_columns' (level, season), the last slope likewise.
  Parameters level_columns = Parameters::Zero();
  Parameters slope_columns = Parameters::Zero();
  double level_target = 0.0;
  double slope_target = 0.0;
};

// Runs target and columns through the same smoothing. A missing month leaves the level as it is.
Sums CollectSums(const ScaledWindow& window, const SeasonPrior& prior, const Gains& gains) {
  Sums sums;
  sums.level_columns[0] = -1.0;
  for (size_t at = 0; at < window.months.size(); ++at) {
    const int calendar_month = window.CalendarMonth(window.months[at]);
    sums.slope_columns *= kSlopeDamping;
    sums.slope_target *= kSlopeDamping;
    sums.level_columns += sums.slope_columns;
    sums.level_target += sums.slope_target;
    Parameters columns = -sums.level_columns;
    columns[1 + calendar_month] += 1.0;
    const double target = window.values[static_cast<Eigen::Index>(at)] - prior.mean[calendar_month] - sums.level_target;
    sums.level_columns += gains.level * columns;
    sums.level_target += gains.level * target;
    sums.slope_columns += gains.slope * columns;
    sums.slope_target += gains.slope * target;
    const double weight = std::pow(kSeasonDiscount, window.months.back() - window.months[at]);
    sums.squares.selfadjointView<Eigen::Lower>().rankUpdate(columns, weight);
    sums.products += weight * target * columns;
    sums.target_squares += weight * target * target;
    sums.weight += weight;
  }
  sums.squares.triangularView<Eigen::StrictlyUpper>() = sums.squares.transpose();
  return sums;
}

// The posterior of level and season for one width and sigma.
struct Posterior {
  Parameters mean;
  Eigen::LLT<Information> precision;
  double log_evidence;  // But for terms that the widths share.
};

Posterior PosteriorFor(const Sums& sums, const MonthlyCovariance& season_precision, double width, double variance) {
  Information precision = sums.squares / variance;
  precision(0, 0) += 1.0 / kLevelPriorVariance;
  precision.bottomRightCorner<kMonthsPerYear, kMonthsPerYear>() += season_precision / width;
  Parameters weighted = sums.products / variance;
  weighted[0] += 1.0 / kLevelPriorVariance;
  Posterior posterior;
  posterior.precision.compute(precision);
  posterior.mean = posterior.precision.solve(weighted);
  const double log_determinant = 2.0 * posterior.precision.matrixLLT().diagonal().array().log().sum();
  posterior.log_evidence =
      -0.5 * (log_determinant + kMonthsPerYear * std::log(width) + sums.weight * std::log(variance) +
              sums.target_squares / variance - weighted.dot(posterior.mean));
  return posterior;
}

double ErrorsAtMean(const Sums& sums, const Posterior& posterior) {
  return std::max(0.0, sums.target_squares - 2.0 * sums.products.dot(posterior.mean) +
                           posterior.mean.dot(sums.squares * posterior.mean));
}

// Months that level and season take for themselves.
double EffectiveParameters(const Sums& sums, const Posterior& posterior, double variance) {
  return posterior.precision.solve(sums.squares).trace() / variance;
}

// Expected square of the season about the prior's mean.
MonthlyCovariance SeasonMoments(const Posterior& posterior) {
  const Information covariance = posterior.precision.solve(Information::Identity());
  const MonthlyProfile season = posterior.mean.tail<kMonthsPerYear>();
  return covariance.bottomRightCorner<kMonthsPerYear, kMonthsPerYear>() + season * season.transpose();
}

// The posteriors of one gain, all widths, and its sigma.
struct GainPosterior {
  std::array<Posterior, kSeasonWidths.size()> widths;
  double noise = 0.0;
};

KindWeights Normalized(const KindWeights& log_weights) {
  const KindWeights weights = (log_weights.array() - log_weights.maxCoeff()).exp();
  return weights / weights.sum();
}

using WidthWeights = Eigen::Matrix<double, 4, 1>;

WidthWeights LogEvidence(const GainPosterior& posterior, const Eigen::Ref<const WidthWeights>& prior_weights) {
  WidthWeights log_weights = prior_weights.array().log();
  for (Eigen::Index at = 0; at < log_weights.size(); ++at) {
    log_weights[at] += posterior.widths[static_cast<size_t>(at)].log_evidence;
  }
  return log_weights;
}

GainPosterior PosteriorOfGain(const Sums& sums, const SeasonPrior& prior,
                              const Eigen::Ref<const WidthWeights>& prior_weights) {
  GainPosterior posterior;
  posterior.noise = prior.noise;
  for (int round = 0; round <= kNoiseRounds; ++round) {
    const double variance = posterior.noise * posterior.noise;
    for (size_t at = 0; at < kSeasonWidths.size(); ++at) {
      posterior.widths[at] = PosteriorFor(sums, prior.precision, kSeasonWidths[at], variance);
    }
    if (round == kNoiseRounds) break;
    WidthWeights weights = LogEvidence(posterior, prior_weights);
    weights = (weights.array() - weights.maxCoeff()).exp();
    weights /= weights.sum();
    // MacKay 1992, "Bayesian interpolation", section 4: squared errors over the months left free.
    double errors = kNoisePriorMonths * prior.noise * prior.noise;
    double months = kNoisePriorMonths;
    for (size_t at = 0; at < kSeasonWidths.size(); ++at) {
      const double weight = weights[static_cast<Eigen::Index>(at)];
      if (weight < kLeastWidthWeight) continue;
      const double taken = EffectiveParameters(sums, posterior.widths[at], variance);
      errors += weight * ErrorsAtMean(sums, posterior.widths[at]);
      months += weight * std::max(sums.weight - taken, kLeastFreeShare * sums.weight);
    }
    posterior.noise = std::max(kLeastNoise, std::sqrt(errors / months));
  }
  return posterior;
}

double ScaleOf(const ScaledWindow& window, const SeasonPrior& prior) {
  const Eigen::Index count = std::min<Eigen::Index>(window.values.size(), kMonthsPerYear);
  const auto last = window.values.tail(count).array();
  const double absolute = last.abs().mean();
  if (std::abs(last.mean()) < 0.5 * absolute) return absolute;
  double season = 0.0;
  for (Eigen::Index at = window.values.size() - count; at < window.values.size(); ++at) {
    season += prior.mean[window.CalendarMonth(window.months[static_cast<size_t>(at)])];
  }
  return last.mean() / std::clamp(1.0 + season / static_cast<double>(count), kLeastSeasonLevel, kMostSeasonLevel);
}

std::vector<ScaledWindow> WholeWindows(const std::vector<MonthlySeries>& pool, const SeasonPrior& prior) {
  std::vector<ScaledWindow> windows;
  const size_t step = 1 + pool.size() / kMostPriorSeries;
  for (size_t at = 0; at < pool.size(); at += step) {
    windows.push_back(ScaleWindow(pool[at], pool[at].size(), kLongestWindow, prior));
    if (windows.back().scale == 0.0) windows.pop_back();
  }
  return windows;
}

SeasonPrior Updated(const SeasonPrior& prior, const std::vector<ScaledWindow>& windows) {
  const double count = static_cast<double>(windows.size());
  SeasonPrior next;
  MonthlyCovariance moments = kPriorSeries * kDefaultSeasonVariance * MonthlyCovariance::Identity();
  KindWeights kinds = KindWeights::Constant(kPriorKindSeries);
  MonthlyProfile weighted_shift = MonthlyProfile::Zero();
  double shift_weight = kPriorSeries;
  double log_noise = std::log(next.noise);
  for (const ScaledWindow& window : windows) {
    const SeasonEstimate estimate = EstimateSeason(window, prior, /*with_moments=*/true);
    // A series of a wide season says little about the mean.
    double weight = 0.0;
    for (size_t at = 0; at < kSeasonWidths.size(); ++at) {
      weight += estimate.kind_weights.row(static_cast<Eigen::Index>(at)).sum() / std::max(kSeasonWidths[at], 0.2);
    }
    weighted_shift += weight * estimate.season;
    shift_weight += weight;
    moments += estimate.scaled_moments;
    kinds += estimate.kind_weights;
    log_noise += std::log(estimate.noise);
  }
  next.mean = weighted_shift / shift_weight;
  next.mean.array() -= next.mean.mean();
  next.covariance = moments / (count + kPriorSeries);
  next.covariance.diagonal().array() += kLeastSeasonVariance;
  next.precision = next.covariance.llt().solve(MonthlyCovariance::Identity());
  next.kind_weights = kinds / kinds.sum();
  next.noise = std::exp(log_noise / (count + 1.0));
  return next;
}

}  // namespace

ScaledWindow ScaleWindow(const MonthlySeries& history, int end, int length, const SeasonPrior& prior) {
  const int begin = std::max({0, end - length, end - kLongestWindow});
  ScaledWindow window;
  window.length = end - begin;
  window.first_calendar_month = (history.first + begin).month() - 1;
  window.months.reserve(static_cast<size_t>(window.length));
  window.values.resize(window.length);
  for (int month = begin; month < end; ++month) {
    if (std::isnan(history.values[month])) continue;
    window.values[static_cast<Eigen::Index>(window.months.size())] = history.values[month];
    window.months.push_back(month - begin);
  }
  window.values.conservativeResize(static_cast<Eigen::Index>(window.months.size()));
  if (window.months.empty()) return window;
  window.scale = ScaleOf(window, prior);
  if (window.scale == 0.0) return window;
  window.values = (window.values / window.scale).cwiseMin(kMostTimesScale).cwiseMax(-kMostTimesScale);
  return window;
}

SeasonEstimate EstimateSeason(const ScaledWindow& window, const SeasonPrior& prior, bool with_moments) {
  std::array<Sums, kGains.size()> sums;
  std::array<GainPosterior, kGains.size()> posteriors;
  KindWeights log_weights;
  for (size_t at = 0; at < kGains.size(); ++at) {
    const Eigen::Index column = static_cast<Eigen::Index>(at);
    sums[at] = CollectSums(window, prior, kGains[at]);
    posteriors[at] = PosteriorOfGain(sums[at], prior, prior.kind_weights.col(column));
    log_weights.col(column) = LogEvidence(posteriors[at], prior.kind_weights.col(column));
    // The prior of sigma, as if it were so many months of the pool's.
    log_weights.col(column).array() -=
        kNoisePriorMonths * (std::log(posteriors[at].noise) + 0.5 * std::pow(prior.noise / posteriors[at].noise, 2));
  }
  SeasonEstimate estimate;
  estimate.kind_weights = Normalized(log_weights);
  for (size_t gain = 0; gain < kGains.size(); ++gain) {
    for (size_t width = 0; width < kSeasonWidths.size(); ++width) {
      const double weight = estimate.kind_weights(static_cast<Eigen::Index>(width), static_cast<Eigen::Index>(gain));
      const Posterior& posterior = posteriors[gain].widths[width];
      const MonthlyProfile season = posterior.mean.tail<kMonthsPerYear>();
      estimate.level += weight * (sums[gain].level_target - sums[gain].level_columns.dot(posterior.mean));
      estimate.slope += weight * (sums[gain].slope_target - sums[gain].slope_columns.dot(posterior.mean));
      estimate.season += weight * season;
      estimate.noise += weight * posteriors[gain].noise;
      if (with_moments) estimate.scaled_moments += weight / kSeasonWidths[width] * SeasonMoments(posterior);
    }
  }
  estimate.season += prior.mean;
  return estimate;
}

SeasonPrior EstimateSeasonPrior(const std::vector<MonthlySeries>& pool) {
  SeasonPrior prior;
  for (int round = 0; round < kPriorRounds; ++round) {
    const std::vector<ScaledWindow> windows = WholeWindows(pool, prior);
    if (windows.empty()) return prior;
    prior = Updated(prior, windows);
  }
  return prior;
}

}  // namespace prognos::models
