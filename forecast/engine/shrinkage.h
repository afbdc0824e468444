// The second stage of the default: how far the forecast of a short history is shrunk towards the pooled regression.
//
// Eight months tell next to nothing of a season, and the members of the combination make one up or do without. The
// pooled regression (models/pooled/pooled_regression.h) has seen the season, and how months follow on each other, in
// the other series of the pool; while the history is short its forecast is the larger part of the answer:
//
//   forecast = share x pooled regression + (1 - share) x combination of the members
//
//   known months   1 ... 24   24 ... 30      from 30 on
//   share          0.8        falling to 0   0
//
// Where these numbers come from: docs/models.md.
#ifndef PROGNOS_FORECAST_ENGINE_SHRINKAGE_H_
#define PROGNOS_FORECAST_ENGINE_SHRINKAGE_H_

#include <memory>
#include <vector>

#include "forecast/engine/series_fit.h"
#include "forecast/models/model.h"

namespace prognos::engine {

inline constexpr int kMostShrinkageBelow = 24;  // Known months.
inline constexpr int kShrinkageBelow = 30;
inline constexpr double kMostShrinkage = 0.8;

// The share above for a series of `known_months` (>= 0); 0 for one without any, which nobody can be scaled to.
double PooledShare(int known_months);

// The model that has learned from `histories`, all but their newest month: it is the one that is corrected most, and a
// fault in one series shall not move the others. Null when none of them is short or together they have too little to
// teach (models::PooledRegression::Learn).
std::unique_ptr<const models::Model> LearnFromPool(const std::vector<MonthlySeries>& histories);

// What the pool says of one series.
struct PooledPart {
  std::unique_ptr<models::FittedModel> fitted;  // Null: nothing.
  double share = 0.0;                           // 0 then.
};

// Nothing for a series that is long, that no model or one alone answers for, or that `learned` has no finite forecast
// of.
PooledPart PooledPartOf(const models::Model& learned, const SeriesFit& fit);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_SHRINKAGE_H_
