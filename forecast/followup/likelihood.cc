#include "forecast/followup/likelihood.h"

#include <algorithm>

namespace prognos::followup {

double ProbabilityAtMost(const std::vector<QuantilePoint>& quantiles, int64_t x) {
  const QuantilePoint& lowest = quantiles.front();
  const QuantilePoint& highest = quantiles.back();
  if (lowest.value == highest.value) return x >= highest.value ? 1.0 : 0.0;
  if (x < lowest.value) return lowest.level / 2.0;
  if (x >= highest.value) return x == highest.value ? highest.level : (1.0 + highest.level) / 2.0;
  // The first that lies above x; the one before it does not.
  const auto above = std::upper_bound(quantiles.begin(), quantiles.end(), x,
                                      [](int64_t value, const QuantilePoint& point) { return value < point.value; });
  const QuantilePoint& below = *(above - 1);
  const double part = static_cast<double>(x - below.value) / static_cast<double>(above->value - below.value);
  return below.level + part * (above->level - below.level);
}

double ProbabilityOfMet(const IndicatorRule& rule, const std::vector<QuantilePoint>& quantiles, int64_t target) {
  // "At least" holds at the target itself, so what lies below it ends just before.
  switch (rule.direction) {
    case Direction::kHigher:
      return 1.0 - ProbabilityAtMost(quantiles, target - 1);
    case Direction::kLower:
      return ProbabilityAtMost(quantiles, target);
    case Direction::kNearTarget:
      break;
  }
  return std::max(0.0, ProbabilityAtMost(quantiles, target + rule.tolerance) -
                           ProbabilityAtMost(quantiles, target - rule.tolerance - 1));
}

}  // namespace prognos::followup
