// STL: seasonal-trend decomposition by loess (Cleveland, Cleveland, McRae & Terpenning 1990, J. Official Statistics 6).
//
//   value = trend + seasonal + remainder, for each month
//
// Unlike the classical profile the season may change slowly over the years. The authors' outer passes, which make it
// robust, are left out: months that stand out are seen to before (one_offs.h).
//
// Each pass (section 2.2): loess along the months of the same name (one step beyond both ends), less its low-pass
// (two means over 12, one over 3, then loess), gives the season; loess of the values less the season gives the trend.
// Loess is evaluated at every month; R's stl interpolates between every tenth of a window, so numbers differ slightly.
#ifndef PROGNOS_FORECAST_SERIES_STL_H_
#define PROGNOS_FORECAST_SERIES_STL_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/series/eigen_types.h"

namespace prognos {

struct StlOptions {
  // Years whose months of the same name form one seasonal value; odd, >= 7. Larger: a season that changes less.
  int seasonal_window = 11;
  // Months behind one trend value; odd, >= 3; 0: the least odd number >= 1.5 x 12 / (1 - 1.5 / seasonal_window).
  int trend_window = 0;
  int inner_passes = 2;  // 1-20.

  // INVALID_ARGUMENT naming field, value and rule.
  absl::Status Validate() const;
};

struct StlDecomposition {
  Vector trend;
  Vector seasonal;
  Vector remainder;  // values - trend - seasonal.
};

// INVALID_ARGUMENT: bad options, or fewer than 24 values. No value may be missing (FillGaps first).
absl::StatusOr<StlDecomposition> DecomposeStl(const ConstVectorRef& values, const StlOptions& options);

// The loess of degree 0 or 1 of `values` at position `at` (may lie outside 0 ... n - 1): tricube weights over the
// `window` nearest positions. As the authors' program: a window longer than the series widens the neighbourhood by half
// the excess.
double LoessAt(const ConstVectorRef& values, double at, int window, int degree);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_STL_H_
