#include "forecast/cases/stay.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "messages/event.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::cases {
namespace {

// Between its negative and itself lie 80 % of a normal distribution.
constexpr double kNinthDecile = 1.2815515655446004;

// That an end of the formula lies on `day` or later, but for those that are not known to lie later than anything.
double ChanceToReach(const Stay& stay, absl::CivilDay day) {
  const double z = (static_cast<double>(day - *stay.last_day) - 0.5) / SigmaOf(stay);
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

}  // namespace

double SigmaOf(const Stay& stay) { return stay.within_days / kNinthDecile; }

absl::Status Stay::Validate() const {
  FaultList faults;
  if (last_day.has_value() && *last_day < first_day) {
    faults.Add("last_day", FaultReason::kInconsistent, absl::FormatCivilTime(*last_day),
               messages::option::LiesBeforeFirst(absl::FormatCivilTime(first_day)));
  }
  if (cannot_end && last_day.has_value()) {
    faults.Add("last_day", FaultReason::kInconsistent, absl::FormatCivilTime(*last_day),
               messages::event::CannotEndHasNoLastDay());
  }
  if (within_days < 0 || within_days > kMostDaysOfUncertainty) {
    faults.Add("within_days", FaultReason::kOutOfRange, absl::StrCat(within_days),
               messages::value::MustBeBetween(0, kMostDaysOfUncertainty));
  }
  return faults.ToStatus();
}

bool Stay::HasUncertainEnd(absl::CivilDay earliest) const {
  return within_days > 0 && last_day.has_value() && *last_day >= earliest;
}

int Stay::DaysIn(Month month) const { return DaysIn(month, last_day.value_or(absl::CivilDay::max())); }

int Stay::DaysIn(Month month, absl::CivilDay last) const {
  const absl::CivilDay begin = std::max(first_day, FirstDayOf(month));
  const absl::CivilDay end = std::min(last, FirstDayOf(month + 1) - 1);
  return begin > end ? 0 : static_cast<int>(end - begin) + 1;
}

double Stay::ExpectedDaysIn(Month month, absl::CivilDay earliest) const {
  if (!HasUncertainEnd(earliest)) return DaysIn(month);
  const absl::CivilDay no_end_before = std::max(first_day, earliest);
  const double possible = ChanceToReach(*this, no_end_before);
  double days = 0.0;
  for (absl::CivilDay day = FirstDayOf(month); day < FirstDayOf(month + 1); ++day) {
    if (day < first_day) continue;
    days += day <= no_end_before ? 1.0 : ChanceToReach(*this, day) / possible;
  }
  return days;
}

absl::CivilDay Stay::DrawLastDay(RandomGenerator& generator, absl::CivilDay earliest) const {
  if (!HasUncertainEnd(earliest)) return last_day.value_or(absl::CivilDay::max());
  const absl::CivilDay no_end_before = std::max(first_day, earliest);
  // last_day is not before that day, so at least every second draw is one.
  while (true) {
    const absl::CivilDay last = *last_day + std::llround(SigmaOf(*this) * generator.Normal());
    if (last >= no_end_before) return last;
  }
}

}  // namespace prognos::cases
