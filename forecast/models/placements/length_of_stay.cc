#include "forecast/models/placements/length_of_stay.h"

#include <algorithm>
#include <cmath>

#include "forecast/models/numerics/scalar_minimizer.h"
#include "forecast/models/placements/draws.h"

namespace prognos::models {
namespace {

constexpr double kLeastMean = 0.2;   // Months.
constexpr double kMostMean = 400.0;  // Months.
constexpr double kLeastShape = 0.4;
constexpr double kMostShape = 3.0;
constexpr double kLeastStayAge = 1e-3;  // A stay of under an hour: its hazard would be none or without bound.
constexpr double kSurvivalStep = 0.25;  // Months, of the integral of S.
constexpr double kCurvatureStep = 0.05;
// How much series differ before there is evidence, as the standard deviation of log scale, and how many series that
// belief counts as.
constexpr double kUsualDifference = 0.3;
constexpr double kDifferenceSeries = 4.0;

double Squared(double value) { return value * value; }

double ScaleOf(double mean, double shape) { return mean / std::tgamma(1.0 + 1.0 / shape); }

// -log L of one series.
double LossOf(const SeenStays& seen, const LengthOfStay& length) {
  if (seen.stays.empty()) return 0.0;
  double loss = static_cast<double>(seen.stays.size()) * std::log(seen.watched + length.Mean());
  for (const SeenStay& stay : seen.stays) {
    const double relative = std::max(stay.age, kLeastStayAge) / length.scale();
    loss += std::pow(relative, length.shape());
    if (!stay.ended) continue;
    loss -= std::log(length.shape() / length.scale()) + (length.shape() - 1.0) * std::log(relative);
  }
  return loss;
}

double PriorLossOf(double log_mean, double shape) {
  return 0.5 * Squared((log_mean - std::log(kUsualMean)) / kMeanSpread) + 0.5 * Squared(std::log(shape) / kShapeSpread);
}

double PoolLoss(const std::vector<SeenStays>& series, double log_mean, double shape) {
  const LengthOfStay length(ScaleOf(std::exp(log_mean), shape), shape);
  double loss = PriorLossOf(log_mean, shape);
  for (const SeenStays& seen : series) loss += LossOf(seen, length);
  return loss;
}

ScalarMinimum BestMean(const std::vector<SeenStays>& series, double shape) {
  const ScalarSearch search{std::log(kLeastMean), std::log(kMostMean), 24, 1e-3};
  return Minimize([&](double log_mean) { return PoolLoss(series, log_mean, shape); }, search);
}

// The standard error of the argument of a minimum, from the curvature of a -log likelihood there; `most` where it is
// flat.
template <typename Loss>
double ErrorAt(const Loss& loss, double argument, double most) {
  const double curvature = (loss(argument - kCurvatureStep) - 2.0 * loss(argument) + loss(argument + kCurvatureStep)) /
                           Squared(kCurvatureStep);
  return curvature > 1.0 / Squared(most) ? 1.0 / std::sqrt(curvature) : most;
}

// The scale of one series by itself, on the log scale, and its error.
struct OwnScale {
  double log_scale = 0.0;
  double variance = 0.0;
};

OwnScale OwnScaleOf(const SeenStays& seen, const LengthOfStay& common) {
  // As good as no prior, but a single series without an end has a minimum.
  const auto loss = [&](double log_scale) {
    return LossOf(seen, LengthOfStay(std::exp(log_scale), common.shape())) +
           0.5 * Squared((log_scale - std::log(common.scale())) / (3.0 * kMeanSpread));
  };
  const double at = std::log(common.scale());
  const ScalarMinimum best = Minimize(loss, {at - 3.0, at + 3.0, 16, 1e-3});
  return {best.argument, Squared(ErrorAt(loss, best.argument, 3.0 * kMeanSpread))};
}

// The variance of the true log scales around the common one: what is seen less what chance makes of it.
double DifferenceOf(const std::vector<OwnScale>& own, double log_common) {
  double sum = kDifferenceSeries * Squared(kUsualDifference);
  double weight = kDifferenceSeries;
  for (const OwnScale& one : own) {
    // A series that says little of its scale says little of how series differ.
    const double counts = Squared(Squared(kUsualDifference) / (Squared(kUsualDifference) + one.variance));
    sum += counts * (Squared(one.log_scale - log_common) - one.variance);
    weight += counts;
  }
  return std::max(0.0, sum / weight);
}

}  // namespace

double LengthOfStay::Mean() const { return scale_ * std::tgamma(1.0 + 1.0 / shape_); }

double LengthOfStay::Survival(double months) const {
  return months <= 0.0 ? 1.0 : std::exp(-std::pow(months / scale_, shape_));
}

double LengthOfStay::Remaining(double age, double ahead) const {
  if (ahead <= 0.0) return 1.0;
  const double lived = std::pow(std::max(age, 0.0) / scale_, shape_);
  return std::exp(lived - std::pow((std::max(age, 0.0) + ahead) / scale_, shape_));
}

// Simpson's rule.
double LengthOfStay::MeanUpTo(double months) const {
  if (months <= 0.0) return 0.0;
  const int steps = std::max(1, static_cast<int>(std::ceil(months / kSurvivalStep)));
  const double step = months / steps;
  double sum = 0.0;
  for (int at = 0; at < steps; ++at) {
    sum += Survival(at * step) + 4.0 * Survival((at + 0.5) * step) + Survival((at + 1) * step);
  }
  return std::min(sum * step / 6.0, Mean());
}

// S(age + x) / S(age) is uniform.
double LengthOfStay::DrawRemaining(double age, RandomGenerator& generator) const {
  const double lived = std::pow(std::max(age, 0.0) / scale_, shape_);
  const double dies = lived - std::log(1.0 - generator.Uniform());
  return std::max(0.0, scale_ * std::pow(dies, 1.0 / shape_) - std::max(age, 0.0));
}

// The density of what is left is S / mean, so that (x / scale)^shape is a gamma of shape 1 / shape.
double LengthOfStay::DrawRemainingOfOpen(RandomGenerator& generator) const {
  return scale_ * std::pow(DrawGamma(1.0 / shape_, generator), 1.0 / shape_);
}

LengthOfStayFit FitLengthOfStay(const std::vector<SeenStays>& series) {
  const ScalarMinimum shape = Minimize([&](double log_shape) { return BestMean(series, std::exp(log_shape)).value; },
                                       {std::log(kLeastShape), std::log(kMostShape), 12, 1e-2});
  const double best_shape = std::exp(shape.argument);
  const double log_mean = BestMean(series, best_shape).argument;
  LengthOfStayFit fit;
  fit.common = LengthOfStay(ScaleOf(std::exp(log_mean), best_shape), best_shape);
  fit.common_error = ErrorAt([&](double at) { return PoolLoss(series, at, best_shape); }, log_mean, kMeanSpread);
  const double log_common = std::log(fit.common.scale());
  std::vector<OwnScale> own;
  for (const SeenStays& seen : series) own.push_back(OwnScaleOf(seen, fit.common));
  // One series is the pool.
  const double difference = series.size() < 2 ? 0.0 : DifferenceOf(own, log_common);
  for (const OwnScale& one : own) {
    const double weight = difference / (difference + one.variance);
    const double log_scale = log_common + weight * (one.log_scale - log_common);
    fit.series.emplace_back(std::exp(log_scale), best_shape);
    fit.series_errors.push_back(std::sqrt(weight * one.variance + Squared((1.0 - weight) * fit.common_error)));
  }
  return fit;
}

}  // namespace prognos::models
