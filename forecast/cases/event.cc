#include "forecast/cases/event.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "messages/event.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::cases {
namespace {

constexpr double kPerCent = 100.0;

void CheckAmount(double amount, FaultList& faults) {
  if (!std::isfinite(amount)) {
    faults.Add("amount", FaultReason::kNotANumber, absl::StrCat(amount), messages::value::IsNotFinite());
  }
}

void CheckPercent(double percent, FaultList& faults) {
  if (percent >= -kPerCent && percent <= kMostPercent) return;
  faults.Add("percent", std::isnan(percent) ? FaultReason::kNotANumber : FaultReason::kOutOfRange,
             absl::StrCat(percent), messages::event::PercentMustBeBetween());
}

void CheckNone(const char* field, double value, FaultList& faults) {
  if (value != 0.0) {
    faults.Add(field, FaultReason::kInconsistent, absl::StrCat(value), messages::event::DoesNotGoWithKind());
  }
}

// Events in the order in which they come one upon the other.
std::tuple<bool, Month, bool> PlaceOf(const Event& event) {
  const bool is_of_prices = event.kind == EventKind::kPercent || event.kind == EventKind::kStep;
  return {!is_of_prices, event.from, event.kind == EventKind::kStep};
}

// The months that it is on.
void TakeStay(const Event& event, KnownEffect& effect) {
  effect.first = MonthOfDay(event.stay.first_day);
  const bool has_last = event.stay.last_day.has_value() && event.stay.within_days == 0;
  effect.last = has_last ? MonthOfDay(*event.stay.last_day) : kForGood;
  effect.stay = event.stay;
}

KnownEffect EffectOf(const Event& event) {
  KnownEffect effect;
  effect.first = event.from;
  effect.last = event.kind == EventKind::kOneOff ? event.from : event.to.value_or(kForGood);
  if (event.kind == EventKind::kPercent) {
    effect.factor = 1.0 + event.percent / kPerCent;
  } else {
    effect.amount = event.amount;
  }
  effect.known_from = event.known_from;
  effect.known_until = event.known_until;
  effect.probability = event.probability;
  effect.event = event.id;
  if (event.kind == EventKind::kStay) TakeStay(event, effect);
  return effect;
}

}  // namespace

absl::Status Event::Validate() const {
  FaultList faults;
  if (to.has_value() && kind == EventKind::kStay) {
    faults.Add("to", FaultReason::kInconsistent, to->ToString(), messages::event::DoesNotGoWithKind());
  } else if (to.has_value() && *to < from) {
    faults.Add("to", FaultReason::kInconsistent, to->ToString(),
               messages::option::LiesBeforeFirst(Argument::OfMonth(from.ToString())));
  } else if (to.has_value() && kind == EventKind::kOneOff && *to != from) {
    faults.Add("to", FaultReason::kInconsistent, to->ToString(), messages::event::OneOffIsOneMonth());
  }
  if (kind == EventKind::kPercent) {
    CheckPercent(percent, faults);
    CheckNone("amount", amount, faults);
  } else {
    CheckAmount(amount, faults);
    CheckNone("percent", percent, faults);
  }
  if (kind == EventKind::kStay) {
    for (Fault fault : FaultsFromStatus(stay.Validate())) faults.Add(std::move(fault));
  }
  if (!(probability >= 0.0 && probability <= 1.0)) {
    faults.Add("probability", FaultReason::kOutOfRange, absl::StrCat(probability),
               messages::value::MustBeBetween(0, 1));
  }
  return faults.ToStatus();
}

std::vector<KnownEffect> EffectsOf(std::vector<Event> events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return PlaceOf(a) < PlaceOf(b); });
  std::vector<KnownEffect> effects;
  for (const Event& event : events) effects.push_back(EffectOf(event));
  return effects;
}

}  // namespace prognos::cases
