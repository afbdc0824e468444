// The third stage of the default: the weights of the members, from the past errors of all series of a pool.
#ifndef PROGNOS_FORECAST_ENGINE_POOL_WEIGHTS_H_
#define PROGNOS_FORECAST_ENGINE_POOL_WEIGHTS_H_

#include <vector>

#include "forecast/engine/combination.h"
#include "forecast/engine/default_members.h"
#include "forecast/engine/series_fit.h"

namespace prognos::engine {

// The past errors of the members over the series of `pool` that a member answers for, each divided by the scale of its
// series: one row a month, or, when the total is the target, one a sum over the horizon.
Evidence PastErrors(const std::vector<SeriesFit>& pool, Target target, Eigen::Index member_count,
                    const CombinationOptions& options);

// `pooled` (one a member, FitWeights) among the members that answer for this series; the first fallback that answers
// when it falls back, and the one model of a series for which one stands alone. Adds to 1; zeros when nobody answers.
Vector SeriesWeights(const SeriesFit& fit, const Vector& pooled, const DefaultMembers& members);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_POOL_WEIGHTS_H_
