#include "forecast/findings/error_tails.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "forecast/evaluation/comparison.h"
#include "forecast/series/month_scale.h"

namespace prognos::findings {
namespace {

constexpr std::array<double, 9> kFreedoms = {1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0, 100.0};
// As likely to be near a normal distribution as not: few errors cannot tell, and long tails have to be seen.
constexpr std::array<double, 9> kPriors = {0.002, 0.005, 0.013, 0.04, 0.09, 0.15, 0.21, 0.25, 0.24};
constexpr int kMostSteps = 50;
constexpr double kSameScale = 1e-6;

// The scale of Student's t that makes `errors` likeliest, by expectation and maximization from `start`.
double FitScale(const Vector& errors, double freedom, double start, double least) {
  double scale = std::max(start, least);
  for (int step = 0; step < kMostSteps; ++step) {
    const auto squares = (errors.array() / scale).square();
    const double mean = (errors.array().square() * (freedom + 1.0) / (freedom + squares)).mean();
    const double next = std::max(std::sqrt(mean), least);
    const bool same = std::abs(next - scale) <= kSameScale * scale;
    scale = next;
    if (same) break;
  }
  return scale;
}

double LogLikelihood(const Vector& errors, double freedom, double scale) {
  const double of_one = std::lgamma(0.5 * (freedom + 1.0)) - std::lgamma(0.5 * freedom) -
                        0.5 * std::log(freedom * std::numbers::pi) - std::log(scale);
  const double of_distances = ((errors.array() / scale).square() / freedom + 1.0).log().sum();
  return static_cast<double>(errors.size()) * of_one - 0.5 * (freedom + 1.0) * of_distances;
}

}  // namespace

ErrorTails::ErrorTails(const Vector& errors, double least_scale) {
  const double start = kNormalConsistency * Median(errors.cwiseAbs());
  double most = -std::numeric_limits<double>::infinity();
  for (size_t at = 0; at < kFreedoms.size(); ++at) {
    scales_[at] = FitScale(errors, kFreedoms[at], start, least_scale);
    weights_[at] = LogLikelihood(errors, kFreedoms[at], scales_[at]);
    most = std::max(most, weights_[at]);
  }
  double sum = 0.0;
  for (size_t at = 0; at < kFreedoms.size(); ++at) {
    weights_[at] = kPriors[at] * std::exp(weights_[at] - most);
    sum += weights_[at];
  }
  for (double& weight : weights_) weight /= sum;
}

double ErrorTails::ChanceBeyond(double distance, double widening) const {
  double chance = 0.0;
  for (size_t at = 0; at < kFreedoms.size(); ++at) {
    const double z = std::abs(distance) / (widening * scales_[at]);
    chance += weights_[at] * 2.0 * evaluation::StudentCumulative(-z, kFreedoms[at]);
  }
  return std::min(chance, 1.0);
}

double ErrorTails::scale() const {
  const auto likeliest = std::max_element(weights_.begin(), weights_.end());
  return scales_[static_cast<size_t>(likeliest - weights_.begin())];
}

}  // namespace prognos::findings
