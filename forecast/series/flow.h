// What a series measures, and the one place that knows which way a deviation points.
#ifndef PROGNOS_FORECAST_SERIES_FLOW_H_
#define PROGNOS_FORECAST_SERIES_FLOW_H_

#include "forecast/base/unit.h"

namespace prognos {

// Stored on disk and sent on the wire with these numbers; do not change.
enum class Flow {
  kUnspecified = 0,
  kCost = 1,     // Money out; positive.
  kRevenue = 2,  // Money in; positive.
  kVolume = 3,   // A count: households, care days.
};

// What a row of a table measures. Same promise about the numbers.
enum class Measure {
  kUnspecified = 0,
  kCost = 1,
  kRevenue = 2,
  kNet = 3,  // Cost minus revenue.
  kVolume = 4,
};

// +1 for cost, -1 for revenue: how a flow enters net cost. 0 for a volume.
constexpr int SignInNet(Flow flow) { return flow == Flow::kCost ? 1 : flow == Flow::kRevenue ? -1 : 0; }

// Plain numbers where it is unspecified.
constexpr Unit UnitOf(Flow flow) {
  return flow == Flow::kVolume ? kVolumeUnit : flow == Flow::kUnspecified ? Unit{} : kMoneyUnit;
}
constexpr Unit UnitOf(Measure measure) {
  return measure == Measure::kVolume ? kVolumeUnit : measure == Measure::kUnspecified ? Unit{} : kMoneyUnit;
}

// The deviation from budget: plus is surplus, minus is deficit. Budget minus outcome for a cost, a net cost and a
// volume; outcome minus budget for a revenue. `Number` is int64_t öre or double kronor.
template <typename Number>
constexpr Number Deviation(Measure measure, Number budget, Number outcome) {
  return measure == Measure::kRevenue ? outcome - budget : budget - outcome;
}

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_FLOW_H_
