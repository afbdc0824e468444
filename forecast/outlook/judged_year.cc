#include "forecast/outlook/judged_year.h"

#include <algorithm>
#include <cmath>

#include "forecast/base/apportion.h"
#include "forecast/base/random.h"
#include "forecast/engine/path_summary.h"

namespace prognos::outlook {
namespace {

// The 90 % quantile of the normal distribution with mean 0 and variance 1.
constexpr double kNormal90 = 1.2815515655446004;

std::vector<double> WeightsOf(const Judgement& judgement, const std::vector<Remainder>& remainders) {
  std::vector<double> weights;
  for (const size_t at : judgement.series) weights.push_back(std::abs(static_cast<double>(remainders[at].expected)));
  return weights;
}

// Paths around zero, those of the series together: what a stated range stretches.
Vector SpreadOf(const Judgement& judgement, int path_count, const std::vector<Remainder>& remainders) {
  Vector spread = Vector::Zero(path_count);
  for (const size_t at : judgement.series) {
    const Remainder& one = remainders[at];
    if (one.paths.size() > 0) spread += (one.paths.array() - static_cast<double>(one.expected)).matrix();
  }
  return spread;
}

// Half of the width of the central 80 %.
double HalfWidth(const Vector& spread) {
  const std::vector<double> ends = engine::SampleQuantiles(spread, {0.1, 0.9});
  return (ends[1] - ends[0]) / 2.0;
}

Vector NormalDraws(const std::string& name, int path_count, double plus_minus) {
  RandomGenerator random(RandomGenerator::DeriveSeed(0, name));
  Vector draws(path_count);
  for (double& draw : draws) draw = random.Normal() * plus_minus / kNormal90;
  return draws;
}

}  // namespace

void Judge(const Judgement& judgement, int path_count, std::vector<Remainder>& remainders) {
  const std::vector<double> weights = WeightsOf(judgement, remainders);
  const std::vector<int64_t> deltas = Apportion(judgement.delta, weights);
  double factor = 1.0;
  Vector drawn;  // Where the model is certain and the person is not.
  if (judgement.plus_minus.has_value()) {
    const double wanted = static_cast<double>(*judgement.plus_minus);
    const double half = HalfWidth(SpreadOf(judgement, path_count, remainders));
    factor = half > 0.0 ? wanted / half : 0.0;
    if (half <= 0.0) drawn = NormalDraws(remainders[judgement.series.front()].series, path_count, wanted);
  }
  double weight_sum = 0.0;
  for (const double weight : weights) weight_sum += weight;
  for (size_t i = 0; i < judgement.series.size(); ++i) {
    Remainder& one = remainders[judgement.series[i]];
    const double was = static_cast<double>(one.expected);
    one.expected += deltas[i];
    const double is = static_cast<double>(one.expected);
    if (one.paths.size() > 0) one.paths = (is + factor * (one.paths.array() - was)).matrix();
    if (drawn.size() == 0) continue;
    const double share = weight_sum > 0.0 ? weights[i] / weight_sum : 1.0 / static_cast<double>(weights.size());
    one.paths = (is + share * drawn.array()).matrix();
  }
}

Remainder SumOf(const std::vector<std::pair<const Remainder*, int>>& parts) {
  Remainder sum;
  Eigen::Index path_count = 0;
  for (const auto& [part, sign] : parts) {
    sum.predicted |= part->predicted;
    sum.expected += sign * part->expected;
    path_count = std::max(path_count, part->paths.size());
  }
  if (path_count == 0) return sum;
  sum.paths = Vector::Zero(path_count);
  for (const auto& [part, sign] : parts) {
    if (part->paths.size() > 0) {
      sum.paths += sign * part->paths;
    } else {
      sum.paths.array() += sign * static_cast<double>(part->expected);
    }
  }
  return sum;
}

std::pair<int64_t, int64_t> CentralPart(const Remainder& remainder, double share) {
  if (remainder.paths.size() == 0) return {remainder.expected, remainder.expected};
  const std::vector<double> ends = engine::SampleQuantiles(remainder.paths, {(1.0 - share) / 2.0, (1.0 + share) / 2.0});
  return {std::llround(ends[0]), std::llround(ends[1])};
}

}  // namespace prognos::outlook
