#include "forecast/models/placements/arrivals.h"

#include <algorithm>

#include "forecast/models/placements/draws.h"

namespace prognos::models {
namespace {

constexpr size_t kLeastSeriesToDiffer = 3;
// Series of a pool differ by at least this, as a share of the mean squared: none is quite like another.
constexpr double kLeastRelativeVariance = 0.02;

}  // namespace

double ArrivalRate::Draw(RandomGenerator& generator) const {
  return count > 0.0 && exposure > 0.0 ? DrawGamma(count, generator) / exposure : 0.0;
}

ArrivalRate PriorOfArrivals(const std::vector<ArrivalRate>& evidence) {
  ArrivalRate all;
  size_t series = 0;
  for (const ArrivalRate& one : evidence) {
    if (one.exposure <= 0.0) continue;
    all = Updated(all, one);
    ++series;
  }
  const double mean = all.Mean();
  if (mean <= 0.0) return {};
  double variance = mean * mean;
  if (series >= kLeastSeriesToDiffer) {
    double squares = 0.0;
    double by_chance = 0.0;
    for (const ArrivalRate& one : evidence) {
      if (one.exposure <= 0.0) continue;
      squares += (one.Mean() - mean) * (one.Mean() - mean);
      by_chance += mean / one.exposure;
    }
    const double count = static_cast<double>(series);
    variance = std::max((squares - by_chance) / count, kLeastRelativeVariance * mean * mean);
  }
  return {mean * mean / variance, mean / variance};
}

Vector SeasonOfArrivals(const Vector& seen, const Vector& expected) {
  const Vector season = (seen.array() + kSeasonArrivals) / (expected.array() + kSeasonArrivals);
  return season / season.mean();
}

}  // namespace prognos::models
