#include "forecast/models/smoothing/ets_search.h"

#include <cmath>
#include <limits>
#include <tuple>

#include "forecast/models/smoothing/ets_initial_state.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {
namespace {

// Where the search begins. On the monthly M3 series the accuracy reached hardly depends on these.
constexpr double kStartAlpha = 0.2;
constexpr double kStartBetaShare = 0.1;
constexpr double kStartGammaShare = 0.05;
constexpr double kStartPhi = 0.97;

constexpr int kExtrapolatedMonths = 2 * kMonthsPerYear;

// A start that any positive series allows: the mean level without growth.
EtsParameters WithoutGrowth(const EtsSpecification& specification, const EtsData& data, EtsParameters start) {
  EtsSpecification flat = specification;
  flat.trend = EtsComponent::kNone;
  start.initial = GuessInitialState(flat, data.filled);
  start.initial.growth = specification.trend == EtsComponent::kMultiplicative ? 1.0 : 0.0;
  start.smoothing.beta_share = 0.0;
  return start;
}

// Least is best: estimates without a value last, before them those that leave the positive numbers.
std::tuple<bool, bool, double> Rank(const EtsEstimate& estimate, const EtsData& data) {
  return {!std::isfinite(estimate.value), !ExtrapolatesWell(estimate, data), estimate.aicc};
}

// The sum of squares that gives `aicc`: AICc is n log(value) and what does not depend on it.
double ValueOfAicc(const EtsLikelihood& likelihood, double aicc) {
  return std::exp((aicc - likelihood.Aicc(1.0)) / likelihood.num_known());
}

EtsEstimate Search(const EtsLikelihood& likelihood, const EtsParameters& start, const LeastSquaresOptions& options) {
  const LeastSquaresResult found =
      MinimizeLeastSquares(likelihood, likelihood.Pack(start), likelihood.lower(), likelihood.upper(), options);
  return {likelihood.specification(), likelihood.Unpack(found.x), found.value, likelihood.Aicc(found.value),
          found.evaluations + found.iterations};
}

}  // namespace

EtsEstimate EstimateFrom(const EtsSpecification& specification, const EtsData& data, const EtsParameters& start,
                         const LeastSquaresOptions& options) {
  return Search(EtsLikelihood(specification, data.values, start.initial.level), start, options);
}

EtsParameters GuessParameters(const EtsSpecification& specification, const EtsData& data) {
  EtsParameters start;
  start.initial = GuessInitialState(specification, data.filled);
  start.smoothing.alpha = kStartAlpha;
  if (specification.has_trend()) start.smoothing.beta_share = kStartBetaShare;
  if (specification.has_season()) start.smoothing.gamma = kStartGammaShare * (1.0 - kStartAlpha);
  if (specification.damped) start.smoothing.phi = kStartPhi;
  return start;
}

EtsEstimate Estimate(const EtsSpecification& specification, const EtsData& data, double needed_aicc) {
  const EtsParameters start = GuessParameters(specification, data);
  const EtsLikelihood likelihood(specification, data.values, start.initial.level);
  LeastSquaresOptions options = kFullSearch;
  options.needed_value = ValueOfAicc(likelihood, needed_aicc);
  EtsEstimate estimate = Search(likelihood, start, options);
  if (std::isfinite(estimate.value)) return estimate;
  return EstimateFrom(specification, data, WithoutGrowth(specification, data, start), options);
}

bool ExtrapolatesWell(const EtsEstimate& estimate, const EtsData& data) {
  if (!estimate.specification.needs_positive_data()) return true;
  EtsParameters onwards = estimate.parameters;
  onwards.initial = RunEts(estimate.specification, estimate.parameters, data.values).final_state;
  const Vector unknown = Vector::Constant(kExtrapolatedMonths, kMissing);
  return (RunEts(estimate.specification, onwards, unknown).expected.array() > kLeastPositive).all();
}

EtsEstimate EstimateBest(const std::vector<EtsSpecification>& candidates, const EtsData& data) {
  EtsEstimate best;
  int evaluations = 0;
  double needed_aicc = std::numeric_limits<double>::infinity();
  for (const EtsSpecification& candidate : candidates) {
    const EtsEstimate estimate = Estimate(candidate, data, needed_aicc);
    if (evaluations == 0 || Rank(estimate, data) < Rank(best, data)) best = estimate;
    if (ExtrapolatesWell(best, data)) needed_aicc = best.aicc;
    evaluations += estimate.evaluations;
  }
  best.evaluations = evaluations;
  return best;
}

}  // namespace prognos::models
