// What the past errors of a pool of series say of the spread of their paths: how much wider they must be, how wide each
// series is beside the others, and how they move together.
//
//   std::vector<ScoredSeries> pool = ...;  // ScoresOf(...) of every series at its past origins.
//   const PoolCalibration calibration = CalibratePool(pool, target, {}, {});
//   deviations *= calibration.widths[series];
//   calibration.factors.Apply(target, deviations);
//
// The formulas stand in calibration.h and common_movement.h. Factors are read from the newest origins of all series,
// each score divided by the width that its series has without that origin.
#ifndef PROGNOS_FORECAST_ENGINE_POOL_CALIBRATION_H_
#define PROGNOS_FORECAST_ENGINE_POOL_CALIBRATION_H_

#include <map>
#include <optional>
#include <vector>

#include "forecast/base/month.h"
#include "forecast/engine/calibration.h"
#include "forecast/engine/candidate_forecasts.h"
#include "forecast/engine/common_movement.h"

namespace prognos::engine {

// The spread of one series' paths.
struct PathSpread {
  std::vector<Spread> months;
  Spread total;
};

// Of deviations from the mean (months x paths, at least one path, all finite).
PathSpread PathSpreadOf(const Matrix& deviations);

// An interval narrower than this share of the level is the rounding of a series that never moved.
inline constexpr double kLeastRelativeWidth = 1e-9;

// How far the errors of one series at one past origin lie out in its paths.
struct OriginScores {
  Month origin;
  std::vector<std::optional<Scores>>
      months;                   // By the month ahead; none where the actual is missing or nothing spreads.
  std::optional<Scores> total;  // None where any actual is missing or the totals do not spread.
  bool is_low = false;          // The total was below its forecast.
};

// Of `errors` (actual - forecast by the month ahead, NaN = missing), as many as `spread` has months. A month, or a
// total, whose outer interval is no wider than `least_width` (>= 0, in the units of the series) has no score: no
// factor makes it wider, and an error of it, be it a rounding error, would be infinitely far out or nowhere.
OriginScores ScoresOf(Month origin, const Vector& errors, const PathSpread& spread, double least_width);

struct ScoredSeries {
  std::vector<OriginScores> origins;  // Newest first; may be empty.
  int group = 0;                      // Series with the same number move together.
};

// How much wider paths are to be.
struct Calibration {
  std::vector<Factors> months;  // Of the month ahead 1, 2, ...; what lies further stays as it is.
  Factors total = kUncalibrated;

  // Calibration paths (months x paths, deviations from the mean; there may be no path), month by month and, when the
  // total is the target, in sum.
  void Apply(Target target, Matrix& deviations) const;
};

// The factors that would have kept the promises of `scores`, drawn towards `prior` (its first month stands for all),
// which is the answer when there are none.
Calibration FitCalibration(const std::vector<OriginScores>& scores, const Calibration& prior,
                           const CalibrationOptions& options);

struct PoolCalibration {
  std::vector<double> widths;      // One a series, in the order given.
  Calibration factors;             // Of paths that have been multiplied by their series' width.
  std::map<int, double> movement;  // The correlation of the series' totals, by group; of groups with a past only.
};

PoolCalibration CalibratePool(const std::vector<ScoredSeries>& pool, Target target, const CalibrationOptions& options,
                              const CommonMovementOptions& movement);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_POOL_CALIBRATION_H_
