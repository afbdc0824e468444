// The expected value inside its own interval.
//
// Paths that are nothing, now and then a great deal, have a mean above nine paths of ten: an interval of 0 to 0 beside
// an expected 20 reads as a fault, and is one, since so little is known of how rarely "now and then" is. Such paths are
// drawn in, as little as brings the mean back: with the fifth of the paths that lie highest called the upper ones,
//
//   x becomes (1 - w) x + w y,      y = top for the upper paths, and so much for the others that the mean stays,
//
// and w such that the end of the interval comes to lie at the mean, and 1 % of the way to `top` beyond it. `top` puts
// the others at the least of all paths, but is never above the greatest. No path leaves the range of the paths, so that
// bounds hold. The same is done upside down, month by month and for the sum over the months.
#ifndef PROGNOS_FORECAST_ENGINE_MEAN_INSIDE_H_
#define PROGNOS_FORECAST_ENGINE_MEAN_INSIDE_H_

#include <cstdint>

#include "forecast/series/eigen_types.h"

namespace prognos::engine {

// The coverage of the interval that the mean lies in.
inline constexpr double kCoverageAroundMean = 0.80;
// Fewer paths than this are left alone: their quantiles say nothing.
inline constexpr int kLeastPathsAroundMean = 20;

// Draws in `paths` (months x paths, all finite), keeping the mean of every month. Same `seed`, same paths.
void KeepMeanInside(uint64_t seed, Matrix& paths);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_MEAN_INSIDE_H_
