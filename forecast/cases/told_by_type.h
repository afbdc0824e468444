// From when on the money of an activity is told by cost type, so that its series without a type is only a budget.
#ifndef PROGNOS_FORECAST_CASES_TOLD_BY_TYPE_H_
#define PROGNOS_FORECAST_CASES_TOLD_BY_TYPE_H_

#include <optional>

#include "absl/types/span.h"
#include "forecast/base/month.h"
#include "forecast/series/monthly_series.h"

namespace prognos::cases {

// The first month in which any series of `typed` is booked, when nothing is booked on `untyped` from then on. All are
// of the same activity and flow; none is nullptr. nullopt: no typed one is booked, or both are, each for its part.
//
// A series without history is forecast by its budget. The budget of an activity that books by type is not such a
// forecast: its money comes on the series with types, and would count twice.
std::optional<Month> ToldByTypeSince(const MonthlySeries& untyped, absl::Span<const MonthlySeries* const> typed);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_TOLD_BY_TYPE_H_
