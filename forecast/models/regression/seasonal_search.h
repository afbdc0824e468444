// The search of the seasonal regression: which scale, autocorrelation, season penalty and trend forecast the left-out
// months of the series best. The method and its sources stand in seasonal_regression.h.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_SEARCH_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_SEARCH_H_

#include <limits>
#include <vector>

#include "forecast/models/regression/error_filter.h"
#include "forecast/models/regression/seasonal_design.h"

namespace prognos::models {

// The known values on one scale, standardized so that no step of the search depends on their size.
struct SeasonalTarget {
  bool logarithmic = false;
  double center = 0.0;
  double spread = 1.0;    // > 0.
  double jacobian = 0.0;  // 2 (weighted) sum log y on the logarithmic scale, else 0.
  Vector values;          // (z - center) / spread.
};

// `known`: at least one value, not all equal; all positive when `logarithmic`. `row_weights`: of the same months.
SeasonalTarget MakeSeasonalTarget(const Vector& known, const Vector& row_weights, bool logarithmic);

// One candidate of the search.
struct SeasonalChoice {
  bool logarithmic = false;
  ErrorProcess errors;
  // Penalty as a multiple of RidgeDecomposition::TypicalEigenvalue: a typical coefficient keeps 1 / (1 + multiple).
  // Infinite: no season.
  double season_penalty = std::numeric_limits<double>::infinity();
  double trend_damping = 0.0;                                  // 0: no trend.
  double criterion = std::numeric_limits<double>::infinity();  // -2 x leave-one-out log likelihood, and 2 for theta.
};

struct SeasonalSearchOptions {
  double discount = 1.0;       // Weight of a month relative to the one after it; (0, 1].
  bool trend = true;           // Try trends.
  bool season = true;          // Try seasons.
  bool moving_average = true;  // Try ARMA(1,1) errors beside AR(1).
};

// The choice with the least criterion over `targets` (one or two scales of the same values, at least one).
SeasonalChoice SearchSeasonal(const SeasonalDesign& design, const std::vector<SeasonalTarget>& targets,
                              const SeasonalSearchOptions& options);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_SEARCH_H_
