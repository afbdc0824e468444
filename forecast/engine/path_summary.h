// Numbers read off sample paths.
#ifndef PROGNOS_FORECAST_ENGINE_PATH_SUMMARY_H_
#define PROGNOS_FORECAST_ENGINE_PATH_SUMMARY_H_

#include <vector>

#include "forecast/series/eigen_types.h"

namespace prognos::engine {

// The quantiles of `sample` at `levels` (rising, each in [0, 1]): with the sample sorted, x(0) ... x(n - 1), the value
// at position (n - 1) level, on the line between neighbours (type 7 of Hyndman & Fan 1996, "Sample quantiles in
// statistical packages"). Never falling from level to level. `sample` holds at least one value, all finite.
std::vector<double> SampleQuantiles(const Vector& sample, const std::vector<double>& levels);

// One total for each path: the sum over the months of each column of `paths` (months x paths).
Vector PathTotals(const Matrix& paths);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_PATH_SUMMARY_H_
