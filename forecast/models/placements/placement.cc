#include "forecast/models/placements/placement.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "messages/event.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::models {
namespace {

constexpr double kLongestSpread = 120.0;  // Months.

}  // namespace

double MomentOf(absl::CivilDay day) {
  const Month month = MonthOfDay(day);
  return month.index() + (day.day() - 1.0) / DaysOf(month);
}

absl::Status Placement::Validate() const {
  FaultList faults;
  if (end.has_value() && *end < start) {
    faults.Add("end", FaultReason::kInconsistent, absl::StrCat(*end),
               messages::option::LiesBeforeFirst(absl::StrCat(start)));
  }
  if (end.has_value() && cannot_end) {
    faults.Add("end", FaultReason::kInconsistent, absl::StrCat(*end), messages::event::DoesNotGoWithKind());
  }
  if (!(price_per_day >= 0.0) || !std::isfinite(price_per_day)) {
    faults.Add("price_per_day", FaultReason::kOutOfRange, absl::StrCat(price_per_day),
               messages::value::MustBeAtLeastZero());
  }
  if (!(end_spread >= 0.0 && end_spread <= kLongestSpread)) {
    faults.Add("end_spread", FaultReason::kOutOfRange, absl::StrCat(end_spread),
               messages::value::MustBeBetween(0, static_cast<int>(kLongestSpread)));
  }
  return faults.ToStatus();
}

double Placement::CostIn(Month month) const {
  const double from = std::max(start, static_cast<double>(month.index()));
  const double to = std::min(end.value_or(month.index() + 1.0), month.index() + 1.0);
  return std::max(0.0, to - from) * DaysOf(month) * price_per_day;
}

}  // namespace prognos::models
