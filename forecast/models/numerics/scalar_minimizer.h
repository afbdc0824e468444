// The least value of a function of one variable on an interval, for smooth functions that may have a few local minima.
#ifndef PROGNOS_FORECAST_MODELS_NUMERICS_SCALAR_MINIMIZER_H_
#define PROGNOS_FORECAST_MODELS_NUMERICS_SCALAR_MINIMIZER_H_

#include "absl/functional/function_ref.h"

namespace prognos::models {

struct ScalarSearch {
  double lower = 0.0;
  double upper = 1.0;       // >= lower.
  int grid_points = 12;     // >= 2, equally spaced with both ends: how narrow a valley may be and still be found.
  double tolerance = 1e-4;  // Width of the last bracket.
};

struct ScalarMinimum {
  double argument = 0.0;
  double value = 0.0;
};

// The best point of the grid, then golden section search between its neighbours (Kiefer 1953). The function is called
// grid_points + about log(width / tolerance) / 0.48 times. A NaN counts as worse than any number.
ScalarMinimum Minimize(absl::FunctionRef<double(double)> function, const ScalarSearch& search);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_NUMERICS_SCALAR_MINIMIZER_H_
