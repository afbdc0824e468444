#include "forecast/engine/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forecast/engine/path_summary.h"

namespace prognos::engine {
namespace {

constexpr size_t kInner = 0;  // Index of the lower coverage.
constexpr size_t kOuter = 1;

double Ratio(double error, double distance) {
  if (error == 0.0) return 0.0;
  return distance > 0.0 ? error / distance : std::numeric_limits<double>::infinity();
}

// The distances of one side, calibrated; the outer one never inside the inner one.
double CalibratedOneSide(double deviation, const std::array<double, 2>& distances, const Factors& factors) {
  const double inner = distances[kInner];
  const double outer = distances[kOuter];
  if (deviation <= inner) return factors[kInner] * deviation;
  const double inner_end = factors[kInner] * inner;
  const double outer_end = std::max(factors[kOuter] * outer, inner_end);
  if (deviation <= outer) return inner_end + (deviation - inner) / (outer - inner) * (outer_end - inner_end);
  return outer_end + factors[kOuter] * (deviation - outer);
}

// The smallest score that so large a share of all scores does not pass; the finite-sample quantile of conformal
// prediction needs one more score than there are and is kept to the largest.
double ScoreQuantile(const std::vector<Scores>& scores, size_t coverage) {
  std::vector<double> values;
  values.reserve(scores.size());
  for (const Scores& score : scores) values.push_back(score[coverage]);
  const double count = static_cast<double>(values.size());
  const size_t rank = static_cast<size_t>(std::ceil(kCoverages[coverage] * (count + 1.0)));
  const size_t at = std::min(std::max<size_t>(rank, 1), values.size()) - 1;
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

Spread SpreadOf(const Vector& deviations) {
  std::vector<double> levels;
  for (size_t at = kCoverages.size(); at-- > 0;) levels.push_back(0.5 - 0.5 * kCoverages[at]);
  for (const double coverage : kCoverages) levels.push_back(0.5 + 0.5 * coverage);
  const std::vector<double> quantiles = SampleQuantiles(deviations, levels);  // Outer, inner, inner, outer.
  Spread spread;
  spread.below = {std::max(0.0, -quantiles[1]), std::max(0.0, -quantiles[0])};
  spread.above = {std::max(0.0, quantiles[2]), std::max(0.0, quantiles[3])};
  return spread;
}

Scores ScoreOf(double error, const Spread& spread) {
  const std::array<double, 2>& distances = error > 0.0 ? spread.above : spread.below;
  return {Ratio(std::abs(error), distances[kInner]), Ratio(std::abs(error), distances[kOuter])};
}

Factors FitFactors(const std::vector<Scores>& scores, double rounds, const Factors& prior,
                   const CalibrationOptions& options) {
  if (scores.empty()) return prior;
  const double trust = rounds / (rounds + options.rounds_of_doubt);
  Factors factors;
  for (size_t at = 0; at < factors.size(); ++at) {
    const double measured = std::clamp(ScoreQuantile(scores, at), options.least_factor, options.most_factor);
    factors[at] = std::exp(trust * std::log(measured) + (1.0 - trust) * std::log(prior[at]));
  }
  return factors;
}

PoolSizes MeasureSizes(const std::vector<std::vector<double>>& sizes, const CalibrationOptions& options) {
  double count = 0.0, sum = 0.0, squares = 0.0;               // Over all sizes.
  double groups = 0.0, group_squares = 0.0, explained = 0.0;  // Over the series: n, n^2 and n mean^2.
  for (const std::vector<double>& one : sizes) {
    double number = 0.0, total = 0.0;
    for (const double size : one) {
      if (std::isnan(size)) continue;
      number += 1.0;
      total += size;
      squares += size * size;
    }
    if (number == 0.0) continue;
    groups += 1.0;
    count += number;
    sum += total;
    group_squares += number * number;
    explained += total * total / number;
  }
  if (count == 0.0) return {0.0, options.most_doubt};
  const double mean = sum / count;
  if (groups < 2.0 || count <= groups) return {mean, options.most_doubt};
  const double within = std::max(0.0, squares - explained) / (count - groups);
  const double mean_square_between = (explained - sum * mean) / (groups - 1.0);
  const double origins = (count - group_squares / count) / (groups - 1.0);
  const double between = (mean_square_between - within) / origins;
  if (!(between > 0.0)) return {mean, options.most_doubt};
  return {mean, std::clamp(within / between, options.least_doubt, options.most_doubt)};
}

double WidthOf(const std::vector<double>& sizes, const PoolSizes& pool, int without) {
  double sum = pool.origins_of_doubt * pool.mean;
  double count = pool.origins_of_doubt;
  for (int at = 0; at < static_cast<int>(sizes.size()); ++at) {
    const double size = sizes[static_cast<size_t>(at)];
    if (at == without || std::isnan(size)) continue;
    sum += size;
    count += 1.0;
  }
  return count > 0.0 && pool.mean > 0.0 ? sum / (count * pool.mean) : 1.0;
}

double Calibrated(double deviation, const Spread& spread, const Factors& factors) {
  return deviation < 0.0 ? -CalibratedOneSide(-deviation, spread.below, factors)
                         : CalibratedOneSide(deviation, spread.above, factors);
}

void ReplaceTotals(const Vector& totals, Matrix& deviations) {
  const Vector sums = PathTotals(deviations);
  const double sum_squares = sums.squaredNorm();
  if (!(sum_squares > 0.0)) return;
  const Vector share = deviations * sums / sum_squares;
  const double before = deviations.squaredNorm();
  deviations -= share * sums.transpose();
  const double rest = deviations.squaredNorm();
  const double wanted = before - share.squaredNorm() * totals.squaredNorm();
  const double scale = rest > 0.0 && wanted > 0.0 ? std::sqrt(wanted / rest) : 0.0;
  deviations = scale * deviations + share * totals.transpose();
}

}  // namespace prognos::engine
