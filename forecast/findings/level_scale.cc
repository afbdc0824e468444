#include "forecast/findings/level_scale.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/series/month_scale.h"

namespace prognos::findings {
namespace {

constexpr Eigen::Index kMonthsOfSeason = 24;

}  // namespace

LevelScale::LevelScale(const Vector& values) : adjusted(values.array().log()) {
  if (values.size() < kMonthsOfSeason) return;
  const MonthScale scale(values, SeasonBelief::kByNoise);
  season = adjusted - scale.adjusted();
  adjusted = scale.adjusted();
  season_variance = scale.season_variance();
}

double LevelScale::Back(Eigen::Index at, double level) const {
  return std::exp(season.size() > 0 ? level + season[at] : level);
}

double LevelBefore(const Vector& adjusted, Eigen::Index at, Eigen::Index months) {
  return MedianBetween(adjusted, at - months, at);
}

double LevelAfter(const Vector& adjusted, Eigen::Index at, Eigen::Index months) {
  return MedianBetween(adjusted, at + 1, at + 1 + months);
}

double LevelAround(const Vector& adjusted, Eigen::Index at) {
  const Eigen::Index before = std::min(at, kNeighbours);
  const Eigen::Index after = std::min(adjusted.size() - 1 - at, kNeighbours);
  Vector neighbours(before + after);
  neighbours << adjusted.segment(at - before, before), adjusted.segment(at + 1, after);
  return Median(std::move(neighbours));
}

}  // namespace prognos::findings
