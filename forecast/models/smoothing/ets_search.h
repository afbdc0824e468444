// The best numbers for one exponential smoothing method, and the best method.
//
//   AICc = -2 log L + 2 k + 2 k (k + 1) / (n - k - 1),   k estimated numbers, n known months
//
// (Hurvich & Tsai 1989; as Hyndman & Khandakar 2008, section 2.1, choose). The numbers: bounded_least_squares.h on
// ets_likelihood.h from one good start, so that a maximum is a local one. AICc is
// infinite where n <= k + 1.
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_SEARCH_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_SEARCH_H_

#include <limits>
#include <vector>

#include "forecast/models/numerics/bounded_least_squares.h"
#include "forecast/models/smoothing/ets_likelihood.h"
#include "forecast/models/smoothing/ets_specification.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

// The history as the search wants it.
struct EtsData {
  Vector values;  // From the first known month on, divided by their mean absolute value; NaN = missing.
  Vector filled;  // The same without gaps, up to the last known month: only for the first guess of the states.
};

// One method at the maximum of its likelihood (with the priors of ets_likelihood.h).
struct EtsEstimate {
  EtsSpecification specification;
  EtsParameters parameters;
  double value = 0.0;  // EtsLikelihood::Value; +infinity when no start was allowed.
  double aicc = 0.0;
  int evaluations = 0;  // Passes over the data, with and without derivatives.
};

// What the automatic choice uses: a step that changes the log-likelihood by n/2 times this is not worth taking.
inline constexpr LeastSquaresOptions kFullSearch = {.max_iterations = 40, .relative_tolerance = 1e-5};

// Searches from `start`.
EtsEstimate EstimateFrom(const EtsSpecification& specification, const EtsData& data, const EtsParameters& start,
                         const LeastSquaresOptions& options);

// Searches from guessed initial states and moderate smoothing; gives up early on a method whose AICc will not come down
// to `needed_aicc` (LeastSquaresOptions::needed_value).
EtsEstimate Estimate(const EtsSpecification& specification, const EtsData& data,
                     double needed_aicc = std::numeric_limits<double>::infinity());

// The first guess where Estimate begins: the initial states of ets_initial_state.h with moderate smoothing.
EtsParameters GuessParameters(const EtsSpecification& specification, const EtsData& data);

// Whether the forecast of a multiplicative method stays above zero for two years. One that does not contradicts itself:
// relative errors have no meaning there. Always true for additive methods.
bool ExtrapolatesWell(const EtsEstimate& estimate, const EtsData& data);

// The estimate with the least AICc among `candidates` (at least one; the first of equals). Methods that do not
// extrapolate well come after all that do, methods without an allowed start last.
EtsEstimate EstimateBest(const std::vector<EtsSpecification>& candidates, const EtsData& data);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_SEARCH_H_
