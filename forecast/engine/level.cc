#include "forecast/engine/level.h"

#include <algorithm>
#include <cmath>

namespace prognos::engine {
namespace {

constexpr double kMostLevelRatio = 3.0;

}  // namespace

double LevelBefore(const MonthlySeries& history, Month origin) {
  double sum = 0.0;
  int count = 0;
  for (Month month = origin - 1; month >= history.first && count < kMonthsPerYear; month = month - 1) {
    const double value = history.At(month);
    if (std::isnan(value)) continue;
    sum += std::abs(value);
    ++count;
  }
  return count == 0 ? 0.0 : sum / count;
}

double LevelRatio(const MonthlySeries& history, Month origin) {
  const double now = LevelBefore(history, history.end());
  const double then = LevelBefore(history, origin);
  if (!(now > 0.0) || !(then > 0.0)) return 1.0;
  return std::clamp(then / now, 1.0 / kMostLevelRatio, kMostLevelRatio);
}

}  // namespace prognos::engine
