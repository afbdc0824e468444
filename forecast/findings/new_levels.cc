#include "forecast/findings/new_levels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "forecast/evaluation/comparison.h"
#include "forecast/findings/finding.h"
#include "forecast/findings/level_scale.h"
#include "forecast/series/month_scale.h"

namespace prognos::findings {
namespace {

using Row = Eigen::Index;

constexpr Row kWindow = 6;  // Months either side.
constexpr Row kLeastAfter = 4;
constexpr size_t kLeastMoves = 12;
constexpr double kLeastMove = 0.05;
constexpr double kLeastScaleOfMoves = 0.01;
constexpr double kLeastSharpness = 0.6;
constexpr Row kMonthsOfLevel = 12;

// m above, with `after` months after each row; NaN where there are not as many.
Vector MovesOf(const Vector& adjusted, Row after) {
  Vector moves = Vector::Constant(adjusted.size(), std::numeric_limits<double>::quiet_NaN());
  for (Row at = kWindow; at + after <= adjusted.size(); ++at) {
    moves[at] = MedianBetween(adjusted, at, at + after) - MedianBetween(adjusted, at - kWindow, at);
  }
  return moves;
}

double ChanceOfMove(const Vector& moves, Row at) {
  std::vector<double> apart;
  for (Row row = 0; row < moves.size(); ++row) {
    if (!std::isnan(moves[row]) && std::abs(row - at) >= kWindow) apart.push_back(moves[row]);
  }
  if (apart.size() < kLeastMoves) return 1.0;
  const Vector others = Eigen::Map<Vector>(apart.data(), static_cast<Row>(apart.size()));
  const double middle = Median(others);
  const double scale = std::max(std::sqrt((others.array() - middle).square().mean()), kLeastScaleOfMoves);
  const double freedom = static_cast<double>(others.size()) / kWindow;
  return 2.0 * evaluation::StudentCumulative(-std::abs(moves[at] - middle) / scale, freedom);
}

// Where within a few months of `at` a step fits best: the least sum of distances from the medians of both sides.
Row WhereItFits(const Vector& adjusted, Row at) {
  const Row begin = at - kWindow, end = std::min(adjusted.size(), at + kWindow);
  Row best = at;
  double least = std::numeric_limits<double>::infinity();
  for (Row row = begin + kNeighbours; row <= std::min(at + kNeighbours, end - kNeighbours); ++row) {
    const double before = MedianBetween(adjusted, begin, row), after = MedianBetween(adjusted, row, end);
    const double rest = (adjusted.segment(begin, row - begin).array() - before).abs().sum() +
                        (adjusted.segment(row, end - row).array() - after).abs().sum();
    if (rest >= least) continue;
    least = rest;
    best = row;
  }
  return best;
}

}  // namespace

std::optional<NewLevel> FindNewLevel(const Vector& adjusted) {
  NewLevel level{-1, 0.0, kMostChance};
  for (Row after = kLeastAfter; after <= kWindow; ++after) {
    const Vector moves = MovesOf(adjusted, after);
    for (Row at = kWindow; at + after <= adjusted.size(); ++at) {
      const bool at_the_end = at + after == adjusted.size();
      if ((after < kWindow && !at_the_end) || std::abs(moves[at]) < kLeastMove) continue;
      const double chance = ChanceOfMove(moves, at);
      if (chance < level.chance) level = {at, 0.0, chance};
    }
  }
  if (level.at < 0) return std::nullopt;
  level.at = WhereItFits(adjusted, level.at);
  level.step =
      MedianBetween(adjusted, level.at, level.at + kMonthsOfLevel) - LevelBefore(adjusted, level.at, kMonthsOfLevel);
  const double at_once = LevelAfter(adjusted, level.at - 1, kNeighbours) - LevelBefore(adjusted, level.at, kNeighbours);
  if (!(at_once / level.step >= kLeastSharpness)) return std::nullopt;
  return level;
}

}  // namespace prognos::findings
