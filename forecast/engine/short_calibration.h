// The last stage of the default for series that have no earlier round of their own: their calibration is measured on
// the others of the pool, cut as short (short_history.h).
#ifndef PROGNOS_FORECAST_ENGINE_SHORT_CALIBRATION_H_
#define PROGNOS_FORECAST_ENGINE_SHORT_CALIBRATION_H_

#include <map>
#include <tuple>

#include "forecast/engine/combined_series.h"
#include "forecast/engine/pool_calibration.h"

namespace prognos::engine {

class ShortCalibrations {
 public:
  // For every series of `pool` that the pool has a part in and that has no past. `prior`: that of the pool.
  static ShortCalibrations Measure(const CombinedPool& pool, const Calibration& prior, const DefaultMembers& members,
                                   const JointOptions& options);

  // Null for a series that was not measured: its pool's calibration is its own.
  const Calibration* Find(const CombinedSeries& series) const;

 private:
  // Measured months (MeasuredMonths), end of the history and horizon: series that share these share a measurement.
  using Key = std::tuple<int, Month, int>;
  static Key KeyOf(const CombinedSeries& series);

  std::map<Key, Calibration> measured_;
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_SHORT_CALIBRATION_H_
