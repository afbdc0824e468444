// How often a series must be differenced before a stationary model suits it.
//
//   KPSS statistic (Kwiatkowski, Phillips, Schmidt & Shin 1992, equations 10 and 13, level case):
//     eta = sum_t S(t)^2 / (n^2 s^2),   S(t) = sum_{i<=t} e(i),   e = values - mean
//     s^2 = (1/n) (sum_t e(t)^2 + 2 sum_{k=1..lag} (1 - k / (lag + 1)) sum_t e(t) e(t - k))
//   Stationarity is rejected at 5 % when eta > 0.463 (their table 1).
//
//   Strength of the season (Wang, Smith & Hyndman 2006, section 3.1): 1 - var(remainder) / var(seasonal + remainder) of
//   an STL decomposition, at least 0. A seasonal difference above 0.64, as in R's forecast since 8.3: a test of the
//   season's form on a few years has little power.
//
// No value may be missing in any of these (FillGaps first).
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_UNIT_ROOT_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_UNIT_ROOT_H_

#include "forecast/series/eigen_types.h"

namespace prognos::models {

inline constexpr double kKpssCriticalValue = 0.463;
inline constexpr double kLeastSeasonalStrength = 0.64;

// values[t + lag] - values[t]; empty when there are no more than `lag` (>= 1) values.
Vector Differences(const ConstVectorRef& values, int lag);

// `lag` >= 0. 0 for constant values and when the long-run variance comes out as nothing.
double KpssStatistic(const ConstVectorRef& values, int lag);

// floor(3 sqrt(n) / 13): the truncation for which the level test keeps its size on short series.
int KpssLag(int num_values);

// The least number of differences, at most `most`, after which the KPSS test does not reject stationarity.
int CountDifferences(const ConstVectorRef& values, int most);

// In [0, 1]; 0 with fewer than 24 values and for values without variance.
double SeasonalStrength(const ConstVectorRef& values);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_UNIT_ROOT_H_
