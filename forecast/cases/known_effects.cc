#include "forecast/cases/known_effects.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::cases {

absl::Status KnownEffect::Validate() const {
  FaultList faults;
  if (last < first) {
    faults.Add("last", FaultReason::kInconsistent, last.ToString(),
               messages::option::LiesBeforeFirst(Argument::OfMonth(first.ToString())));
  }
  if (!std::isfinite(factor)) {
    faults.Add("factor", FaultReason::kNotANumber, absl::StrCat(factor), messages::value::IsNotFinite());
  }
  if (!std::isfinite(amount)) {
    faults.Add("amount", FaultReason::kNotANumber, absl::StrCat(amount), messages::value::IsNotFinite());
  }
  return faults.ToStatus();
}

KnownEffects::KnownEffects(const std::vector<KnownEffect>& effects, Month origin) {
  for (const KnownEffect& effect : effects) {
    if (effect.known_from <= origin) effects_.push_back(effect);
  }
}

KnownEffects::Change KnownEffects::On(Month month) const {
  Change change;
  for (const KnownEffect& effect : effects_) {
    if (month < effect.first || month > effect.last) continue;
    change = {effect.factor * change.factor, effect.factor * change.amount + effect.amount};
  }
  return change;
}

MonthlySeries KnownEffects::Without(const MonthlySeries& history) const {
  if (effects_.empty()) return history;
  MonthlySeries without = history;
  for (int at = 0; at < history.size(); ++at) {
    const Change change = On(history.first + at);
    without.values[at] = change.factor == 0.0 ? kMissing : (history.values[at] - change.amount) / change.factor;
  }
  return without;
}

void KnownEffects::PutOn(Month first, Vector& mean, Matrix& paths) const {
  if (effects_.empty()) return;
  for (int at = 0; at < static_cast<int>(mean.size()); ++at) {
    const Change change = On(first + at);
    mean[at] = change.factor * mean[at] + change.amount;
    paths.row(at) = (change.factor * paths.row(at)).array() + change.amount;
  }
}

}  // namespace prognos::cases
