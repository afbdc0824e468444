// The month in which a series moved to a new level, if it moved further than it ever does by itself.
//
// With m_t the median of the six months from t on (four at the end of the history) less that of the six before,
//
//   z_t = (m_t - median of m) / root mean square of (m - median of m)
//
// over all m that share no month with m_t, and the chance of it by Student's t with as many degrees of freedom as there
// are windows of six beside each other among them. A series that drifts, or moves by whole placements, has large m
// everywhere, and none of them is rare. A step is a step: at least 0.6 of it lies between the three months on either
// side.
#ifndef PROGNOS_FORECAST_FINDINGS_NEW_LEVELS_H_
#define PROGNOS_FORECAST_FINDINGS_NEW_LEVELS_H_

#include <optional>

#include "forecast/series/eigen_types.h"

namespace prognos::findings {

struct NewLevel {
  Eigen::Index at = 0;  // Its first row.
  double step = 0.0;    // Between up to a year before it and up to a year from it on, on the scale.
  double chance = 1.0;
};

// The rarest of those that chance brings at most in one month of 1 / kMostChance (finding.h). `adjusted`:
// level_scale.h.
std::optional<NewLevel> FindNewLevel(const Vector& adjusted);

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_NEW_LEVELS_H_
