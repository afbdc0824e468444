// How likely a target is to be met at the end of the year, from the quantiles of a forecast.
#ifndef PROGNOS_FORECAST_FOLLOWUP_LIKELIHOOD_H_
#define PROGNOS_FORECAST_FOLLOWUP_LIKELIHOOD_H_

#include <cstdint>
#include <vector>

#include "forecast/followup/indicator.h"

namespace prognos::followup {

// A quantile: `value` is not exceeded with probability `level`, 0-1.
struct QuantilePoint {
  double level = 0.0;
  int64_t value = 0;
};

// The probability that what the quantiles are of is at most `x`: on straight lines between them. Below the lowest it is
// half of its level and above the highest as far from 1, for how far the tails reach the quantiles do not say.
// Quantiles that are all equal leave no doubt: 0 or 1. `quantiles` rise in level, do not fall in value, and are at
// least one.
double ProbabilityAtMost(const std::vector<QuantilePoint>& quantiles, int64_t x);

// The probability that the target is met: at least it, at most it, or within the tolerance.
double ProbabilityOfMet(const IndicatorRule& rule, const std::vector<QuantilePoint>& quantiles, int64_t target);

}  // namespace prognos::followup

#endif  // PROGNOS_FORECAST_FOLLOWUP_LIKELIHOOD_H_
