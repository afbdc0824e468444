// Makes intervals keep their promise: sample paths made as wide as past errors, measured against
// them, say.
//
// For a pool of series, every past error e (actual - forecast) is measured against the spread that the paths of its
// series have today at the same month ahead, moved to the level of then:
//
//   score_p = e / (above_p x level ratio)  for e > 0,   -e / (below_p x level ratio)  for e < 0
//
// with above_p and below_p the distances from the paths' mean to the ends of their central interval of coverage p. The
// factor c_p is the p-quantile of the scores: c_p times as wide, the interval would have covered p of the past errors
// (split conformal prediction: Vovk, Gammerman & Shafer 2005; Romano, Patterson & Candes 2019, with the score of a
// ratio instead of a difference). Every factor is drawn on the log scale towards a prior,
//
//   log c = n / (n + rounds_of_doubt) log c_measured + rounds_of_doubt / (n + rounds_of_doubt) log c_prior,
//
// n the rounds behind it: the factor of all months together towards 1, the factor of each month towards that of all.
//
// A series errs more, or less, than the others of its pool, whatever its paths say. So first its spread is multiplied
// by its own width (WidthOf): the mean size of its errors beside the pool's, drawn towards one as far as the pool's
// series are alike. The scores that the factors are read from are divided by the width without their own origin: with
// it, each error would have widened its own interval, and the factors would promise too much.
//
// Between and beyond the two coverages of kCoverages a deviation is moved so that order is kept: linearly from
// c_80 above_80 to c_95 above_95, and with the slope of c_95 beyond: the tails may grow more than the middle.
#ifndef PROGNOS_FORECAST_ENGINE_CALIBRATION_H_
#define PROGNOS_FORECAST_ENGINE_CALIBRATION_H_

#include <array>
#include <vector>

#include "forecast/series/eigen_types.h"

namespace prognos::engine {

// The central coverages at which distributions are calibrated.
inline constexpr std::array<double, 2> kCoverages = {0.80, 0.95};

// Distances from the mean to the ends of the central interval of each coverage; never negative.
struct Spread {
  std::array<double, 2> above{};
  std::array<double, 2> below{};
};

// Of deviations from the mean (any order, at least one, all finite).
Spread SpreadOf(const Vector& deviations);

// How far an error lies, in units of the spread at each coverage. Infinite where the spread is zero and the error is
// not; 0 where both are: such scores say nothing of a factor (ScoresOf in pool_calibration.h leaves them out).
using Scores = std::array<double, 2>;
Scores ScoreOf(double error, const Spread& spread);

// What the interval of each coverage is multiplied by; 1: as it is.
using Factors = std::array<double, 2>;
inline constexpr Factors kUncalibrated = {1.0, 1.0};

struct CalibrationOptions {
  // The newest so many origins of a series are looked at (>= 0). Older ones had so much shorter a history behind them
  // that their errors are larger than those to come: with all of eight the intervals of the year were too wide.
  int most_origins = 4;
  double rounds_of_doubt = 20.0;  // > 0. More: slower to believe in a factor.
  // No factor leaves [least_factor, most_factor]: past errors of a collapse or a doubled series shall not decide all.
  double least_factor = 0.5;
  double most_factor = 3.0;
  // The size of an error is its score at 80 %, at most this (> 0): errors further out say no more than this one.
  double most_size = 3.0;
  // What PoolSizes::origins_of_doubt is held to (>= 0, not falling).
  double least_doubt = 8.0;
  double most_doubt = 100.0;
};

// How large the errors of a pool are, and how alike its series.
struct PoolSizes {
  double mean = 0.0;              // The mean size; 0: no errors, or all are zero.
  double origins_of_doubt = 0.0;  // The variance within the series / that between them.
};

// `sizes` of the errors of each series, one an origin (NaN: unknown). Variances by the analysis of variance for groups
// of unequal size (Searle, Casella & McCulloch 1992, "Variance Components", section 3.6).
PoolSizes MeasureSizes(const std::vector<std::vector<double>>& sizes, const CalibrationOptions& options);

// The width of a series beside its pool, as if it had origins_of_doubt more origins with errors of the mean size:
//
//   width = (sum of sizes + origins_of_doubt x mean) / ((number of sizes + origins_of_doubt) x mean)
//
// Origin `without`, if any, is passed over. 1 where nothing is known.
double WidthOf(const std::vector<double>& sizes, const PoolSizes& pool, int without = -1);

// The factors of a pool of `scores`, of which `rounds` (>= 0) are independent, drawn towards `prior`.
Factors FitFactors(const std::vector<Scores>& scores, double rounds, const Factors& prior,
                   const CalibrationOptions& options);

// `deviation` of a distribution with `spread`, calibrated by `factors` as said above. Rises with `deviation`; 0 stays
// 0.
double Calibrated(double deviation, const Spread& spread, const Factors& factors);

// Gives the paths (months x paths, deviations from the mean) the sums `totals`, one a path, and leaves the variance of
// the months as it was as far as can be: with b the regression of the months on their sum (adding to 1),
//
//   deviation = b sum + rest   becomes   b total + r rest,
//
// r such that the months' variances add to what they added to before; 0 where no r >= 0 does that.
void ReplaceTotals(const Vector& totals, Matrix& deviations);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_CALIBRATION_H_
