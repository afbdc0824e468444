#include "forecast/evaluation/comparison.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::evaluation {
namespace {

constexpr int kLeastResamples = 100;
constexpr int kLeastMonths = 3;

// a - b where both are known.
absl::StatusOr<Vector> KnownDifferences(const Vector& a, const Vector& b) {
  if (a.size() != b.size()) {
    return absl::InvalidArgumentError(absl::StrCat("lengths differ: ", a.size(), " and ", b.size()));
  }
  std::vector<double> differences;
  for (Eigen::Index row = 0; row < a.size(); ++row) {
    if (!std::isnan(a[row] - b[row])) differences.push_back(a[row] - b[row]);
  }
  return Vector(Eigen::Map<Vector>(differences.data(), static_cast<Eigen::Index>(differences.size())));
}

// c_0 + 2 sum_{k < horizon} c_k, divided by n.
double VarianceOfMean(const Vector& centred, int horizon) {
  const auto n = centred.size();
  double sum = centred.squaredNorm();
  for (int lag = 1; lag < horizon; ++lag) sum += 2.0 * centred.head(n - lag).dot(centred.tail(n - lag));
  return sum / static_cast<double>(n) / static_cast<double>(n);
}

// The continued fraction of the incomplete beta function by Lentz's method (Press et al. 2007, section 6.4).
double BetaFraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  constexpr double kPrecision = 1e-15;
  constexpr int kMaxTerms = 500;
  const auto away_from_zero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double c = 1.0;
  double d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
  double fraction = d;
  for (int term = 1; term <= kMaxTerms; ++term) {
    const double even = term * (b - term) * x / ((a + 2 * term - 1.0) * (a + 2 * term));
    d = 1.0 / away_from_zero(1.0 + even * d);
    c = away_from_zero(1.0 + even / c);
    fraction *= d * c;
    const double odd = -(a + term) * (a + b + term) * x / ((a + 2 * term) * (a + 2 * term + 1.0));
    d = 1.0 / away_from_zero(1.0 + odd * d);
    c = away_from_zero(1.0 + odd / c);
    fraction *= d * c;
    if (std::abs(d * c - 1.0) < kPrecision) break;
  }
  return fraction;
}

// std::lgamma stores its sign in a global; lgamma_r may run on many threads.
double LogGamma(double value) {
  int sign = 0;
  return lgamma_r(value, &sign);
}

// I_x(a, b).
double RegularizedBeta(double a, double b, double x) {
  if (x <= 0.0) return 0.0;
  if (x >= 1.0) return 1.0;
  if (x > (a + 1.0) / (a + b + 2.0)) return 1.0 - RegularizedBeta(b, a, 1.0 - x);
  const double log_front = LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * std::log(x) + b * std::log1p(-x);
  return std::exp(log_front) * BetaFraction(a, b, x) / a;
}

absl::Status CheckDieboldMariano(int count, int horizon, double power) {
  if (!(power > 0.0)) return absl::InvalidArgumentError(absl::StrCat("power: ", power, " must be above 0"));
  if (count < kLeastMonths) {
    return absl::InvalidArgumentError(absl::StrCat("errors: ", count, " common months, needs ", kLeastMonths));
  }
  if (horizon >= 1 && horizon <= count / 2) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("horizon: ", horizon, " must be 1-", count / 2));
}

}  // namespace

double StudentCumulative(double t, double degrees) {
  const double tail = 0.5 * RegularizedBeta(degrees / 2.0, 0.5, degrees / (degrees + t * t));
  return t > 0.0 ? 1.0 - tail : tail;
}

absl::StatusOr<DieboldMarianoResult> DieboldMariano(const ConstVectorRef& errors_a, const ConstVectorRef& errors_b,
                                                    int horizon, double power) {
  const Vector losses_a = errors_a.array().abs().pow(power);
  const Vector losses_b = errors_b.array().abs().pow(power);
  PROGNOS_ASSIGN_OR_RETURN(const Vector difference, KnownDifferences(losses_a, losses_b));
  const int count = static_cast<int>(difference.size());
  PROGNOS_RETURN_IF_ERROR(CheckDieboldMariano(count, horizon, power));
  const double mean = difference.mean();
  const Vector centred = difference.array() - mean;
  double variance = VarianceOfMean(centred, horizon);
  if (!(variance > 0.0)) {
    horizon = 1;
    variance = VarianceOfMean(centred, horizon);
  }
  if (!(variance > 0.0)) return DieboldMarianoResult{mean, 0.0, mean == 0.0 ? 1.0 : 0.0, count};
  const double n = count;
  const double correction = std::sqrt((n + 1.0 - 2.0 * horizon + horizon * (horizon - 1.0) / n) / n);
  const double statistic = mean / std::sqrt(variance) * correction;
  return DieboldMarianoResult{mean, statistic, 2.0 * StudentCumulative(-std::abs(statistic), n - 1.0), count};
}

absl::StatusOr<BootstrapComparison> PairedBootstrap(const ConstVectorRef& losses_a, const ConstVectorRef& losses_b,
                                                    RandomGenerator& generator, int resamples) {
  PROGNOS_ASSIGN_OR_RETURN(const Vector difference, KnownDifferences(losses_a, losses_b));
  const int count = static_cast<int>(difference.size());
  if (count == 0) return absl::InvalidArgumentError("losses: no pair is known");
  if (resamples < kLeastResamples) {
    return absl::InvalidArgumentError(absl::StrCat("resamples: ", resamples, " must be at least ", kLeastResamples));
  }
  Vector means(resamples);
  for (double& mean : means) {
    double sum = 0.0;
    for (int draw = 0; draw < count; ++draw) sum += difference[generator.Index(count)];
    mean = sum / count;
  }
  const double better = static_cast<double>((means.array() < 0.0).count());
  const double ties = static_cast<double>((means.array() == 0.0).count());
  return BootstrapComparison{difference.mean(), SampleQuantile(means, 0.025), SampleQuantile(means, 0.975),
                             (better + 0.5 * ties) / resamples, count};
}

}  // namespace prognos::evaluation
