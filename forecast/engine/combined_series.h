// One series after the first three stages of the default: what its models say, weighed, and shrunk towards the pool.
//
// Its paths are drawn from the models' own paths, each model as often as its weight says, so that they hold the models'
// disagreement as well; then they are centred on the combined mean. A model whose forecast had to be trimmed much gives
// no paths.
#ifndef PROGNOS_FORECAST_ENGINE_COMBINED_SERIES_H_
#define PROGNOS_FORECAST_ENGINE_COMBINED_SERIES_H_

#include <optional>
#include <vector>

#include "forecast/engine/combination.h"
#include "forecast/engine/default_members.h"
#include "forecast/engine/joint_options.h"
#include "forecast/engine/pool_calibration.h"
#include "forecast/engine/series_fit.h"
#include "forecast/engine/shrinkage.h"

namespace prognos::engine {

// The spread of a series is read from so many paths.
inline constexpr int kPathsForCalibration = 400;

struct CombinedSeries {
  SeriesFit fit;
  PooledPart pooled;
  Vector weights;  // One a model of `fit`, adding to 1; zeros: nobody answers.

  bool HasForecast() const { return weights.sum() > 0.0; }
};

// The series of a pool.
struct CombinedPool {
  std::vector<CombinedSeries> series;
  Vector weights;  // Of the members, before any series' own circumstances.
};

// The second and third stage.
CombinedPool CombinePool(std::vector<SeriesFit> fits, const DefaultMembers& members, const JointOptions& options);

// The expected values of the months to come.
Vector MeanOf(const CombinedSeries& series, const CombinationOptions& options);

// What the models said at an origin of `series.fit.candidates.past`, trimmed and weighed as today; nothing of the pool.
Vector MeanThen(const CombinedSeries& series, const PastForecasts& past, const CombinationOptions& options);

// Mean absolute error of the sum of MeanThen over the past origins; absent without any.
std::optional<double> PastErrorOf(const CombinedSeries& series, const CombinationOptions& options);

// Paths (horizon x path_count) that are not calibrated, as deviations from the mean; over the paths they add to zero in
// every month.
Matrix DrawDeviations(const CombinedSeries& series, int path_count, const CombinationOptions& options);

// What each path of `path_count` (horizon x path_count) is moved by for the world it is in, where the last month is in
// doubt (Worlds): over the paths that adds to about zero. Nothing where it is not. Same series, same answer.
Matrix DrawWorlds(const CombinedSeries& series, int path_count, const CombinationOptions& options);

// How far the past errors lie out in the paths of today, at the level of today. None of a series for which one model
// stands alone: what its errors are like, other series do not tell, nor it of theirs.
ScoredSeries ScoresOfPast(const CombinedSeries& series, const CombinationOptions& options);

// Makes the mean over the paths zero in every month.
void CentreRows(Matrix& paths);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_COMBINED_SERIES_H_
