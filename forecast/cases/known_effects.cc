#include "forecast/cases/known_effects.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "forecast/base/random.h"
#include "forecast/cases/roll.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::cases {
namespace {

bool IsOn(const KnownEffect& effect, Month month) { return month >= effect.first && month <= effect.last; }

// What happens together is drawn with one seed.
std::string DrawnAs(const KnownEffect& effect) {
  return effect.stay.has_value() ? absl::StrCat("stay/", effect.stay->reference) : absl::StrCat("event/", effect.event);
}

}  // namespace

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
  if (!(probability >= 0.0 && probability <= 1.0)) {
    faults.Add("probability", FaultReason::kOutOfRange, absl::StrCat(probability),
               messages::value::MustBeBetween(0, 1));
  }
  if (stay.has_value()) {
    for (Fault fault : FaultsFromStatus(stay->Validate())) {
      fault.place = absl::StrCat("stay.", fault.place);
      faults.Add(std::move(fault));
    }
  }
  return faults.ToStatus();
}

double KnownEffects::Placed::KnownAmount(Month month) const {
  return effect.stay.has_value() ? effect.amount * effect.stay->DaysIn(month) : effect.amount;
}

KnownEffects::KnownEffects(const std::vector<KnownEffect>& effects, Month origin, Month history_end, uint64_t seed,
                           bool has_roll)
    : origin_(FirstDayOf(origin)), seed_(seed) {
  for (const KnownEffect& effect : effects) {
    if (effect.known_from > origin || effect.known_until <= origin) continue;
    const bool is_certain = effect.probability == 1.0;
    const bool goes_on = effect.first < history_end && effect.last >= history_end && effect.factor != 0.0;
    if (!is_certain && effect.first < history_end && !goes_on) continue;  // The months hold what came of it.
    const bool holds = is_certain && goes_on && !effect.stay.has_value();
    effects_.push_back({effect, holds, !is_certain && goes_on, has_roll && IsOfRoll(effect)});
  }
}

KnownEffects::Change KnownEffects::Today() const {
  Change today;
  for (const Placed& placed : effects_) {
    if (placed.holds) today = Change{placed.effect.factor, placed.effect.amount}.After(today);
  }
  return today;
}

KnownEffects::Change KnownEffects::Certain(Month month, bool with_roll) const {
  Change change;
  for (const Placed& placed : effects_) {
    if (placed.effect.probability < 1.0 || !IsOn(placed.effect, month)) continue;
    if (placed.of_roll && !with_roll) continue;
    change = Change{placed.effect.factor, placed.KnownAmount(month)}.After(change);
  }
  return change;
}

MonthlySeries KnownEffects::AtTodaysLevel(const MonthlySeries& history) const {
  if (effects_.empty()) return history;
  const Change today = Today();
  MonthlySeries changed = history;
  for (int at = 0; at < history.size(); ++at) {
    const Change then = Certain(history.first + at, /*with_roll=*/false);
    // A month at today's level comes out as it is, to the last bit.
    const double factor = today.factor / then.factor;
    changed.values[at] =
        then.factor == 0.0 ? kMissing : factor * history.values[at] + (today.amount - factor * then.amount);
  }
  return changed;
}

KnownEffects::Change KnownEffects::Ended(Month month, const Courses& courses) const {
  Change without;
  for (size_t at = 0; at < effects_.size(); ++at) {
    const auto& [effect, holds, started, of_roll] = effects_[at];
    if (!started) continue;
    const double share = courses[at].share;
    if (effect.stay.has_value()) {
      const double whole = effect.amount * DaysOf(month);
      without = Change{1.0, share * (AmountToCome(effect, month, courses[at]) - whole)}.After(without);
      continue;
    }
    if (month <= effect.last) continue;
    const Change end = {share / effect.factor + (1.0 - share), -share * effect.amount / effect.factor};
    without = end.After(without);
  }
  return without;
}

KnownEffects::Change KnownEffects::ToMonth(Month month, const Courses& courses) const {
  Change change;
  for (size_t at = 0; at < effects_.size(); ++at) {
    const auto& [effect, holds, started, of_roll] = effects_[at];
    if (started || of_roll || !IsOn(effect, month)) continue;
    const double share = courses[at].share;
    const double amount = share * AmountToCome(effect, month, courses[at]);
    change = Change{share * effect.factor + (1.0 - share), amount}.After(change);
  }
  const Change today = Today();
  const double factor = change.factor / today.factor;
  return Change{factor, change.amount - factor * today.amount}.After(Ended(month, courses));
}

bool KnownEffects::IsUncertain(Month month) const {
  return absl::c_any_of(effects_, [&](const Placed& placed) {
    const KnownEffect& effect = placed.effect;
    const bool has_uncertain_end = effect.stay.has_value() && effect.stay->HasUncertainEnd(origin_);
    if (placed.of_roll || (effect.probability == 1.0 && !has_uncertain_end)) return false;
    if (!placed.started) return IsOn(effect, month);
    return effect.stay.has_value() ? effect.stay->last_day.has_value() : month > effect.last;
  });
}

double KnownEffects::AmountToCome(const KnownEffect& effect, Month month, const Course& course) const {
  if (!effect.stay.has_value()) return effect.amount;
  return effect.amount * (course.last_day.has_value() ? effect.stay->DaysIn(month, *course.last_day)
                                                      : effect.stay->ExpectedDaysIn(month, origin_));
}

std::vector<KnownEffects::Courses> KnownEffects::Draw(Eigen::Index paths) const {
  std::vector<Courses> drawn(static_cast<size_t>(paths), Courses(effects_.size()));
  for (size_t at = 0; at < effects_.size(); ++at) {
    const KnownEffect& effect = effects_[at].effect;
    if (effect.probability < 1.0) {
      RandomGenerator generator(RandomGenerator::DeriveSeed(seed_, DrawnAs(effect)));
      for (Courses& path : drawn) path[at].share = generator.Uniform() < effect.probability ? 1.0 : 0.0;
    }
    if (effect.stay.has_value()) {
      RandomGenerator generator(RandomGenerator::DeriveSeed(seed_, absl::StrCat(DrawnAs(effect), "/end")));
      for (Courses& path : drawn) path[at].last_day = effect.stay->DrawLastDay(generator, origin_);
    }
  }
  return drawn;
}

double KnownEffects::StaysIn(Month month) const {
  double amount = 0.0;
  for (const Placed& placed : effects_) {
    const KnownEffect& effect = placed.effect;
    if (placed.of_roll || effect.probability < 1.0 || !effect.stay.has_value() || !IsOn(effect, month)) continue;
    amount += AmountToCome(effect, month, Course());
  }
  return amount;
}

KnownEffects::Courses KnownEffects::ExpectedCourses() const {
  Courses expected;
  for (const Placed& placed : effects_) expected.push_back({placed.effect.probability});
  return expected;
}

void KnownEffects::AddShares(Month month, double base, bool is_known, Month since, EventShares& shares) const {
  double value = base;
  for (const Placed& placed : effects_) {
    const KnownEffect& effect = placed.effect;
    if (placed.started || !IsOn(effect, month) || (is_known && effect.probability < 1.0)) continue;
    if (placed.of_roll && !is_known) continue;
    const double amount = is_known ? placed.KnownAmount(month) : AmountToCome(effect, month, Course());
    const double with = effect.probability * (effect.factor * value + amount) + (1.0 - effect.probability) * value;
    if (effect.first >= since && !effect.event.empty()) shares[effect.event][month] += with - value;
    value = with;
  }
}

EventShares KnownEffects::SharesOfKnown(const MonthlySeries& history, Month since) const {
  EventShares shares;
  for (Month month = std::max(since, history.first); month < history.end(); month = month + 1) {
    const Change then = Certain(month, /*with_roll=*/true);
    const double value = history.At(month);
    if (std::isnan(value) || then.factor == 0.0) continue;
    AddShares(month, (value - then.amount) / then.factor, /*is_known=*/true, since, shares);
  }
  return shares;
}

EventShares KnownEffects::SharesToCome(Month first, const Vector& mean, Month since) const {
  EventShares shares;
  const Change today = Today();
  const Courses expected = ExpectedCourses();
  for (int at = 0; at < static_cast<int>(mean.size()); ++at) {
    const Month month = first + at;
    if (month < since) continue;
    const Change ended = Ended(month, expected);
    const double todays = ended.factor * mean[at] + ended.amount;
    AddShares(month, (todays - today.amount) / today.factor, /*is_known=*/false, since, shares);
  }
  return shares;
}

void KnownEffects::PutOn(Month first, Vector& mean, Matrix& paths) const {
  if (effects_.empty()) return;
  const Courses expected = ExpectedCourses();
  std::vector<Courses> drawn;
  for (int at = 0; at < static_cast<int>(mean.size()); ++at) {
    const Month month = first + at;
    const Change change = ToMonth(month, expected);
    mean[at] = change.factor * mean[at] + change.amount;
    if (!IsUncertain(month)) {
      paths.row(at) = (change.factor * paths.row(at)).array() + change.amount;
      continue;
    }
    if (drawn.empty()) drawn = Draw(paths.cols());
    for (Eigen::Index path = 0; path < paths.cols(); ++path) {
      const Change own = ToMonth(month, drawn[static_cast<size_t>(path)]);
      paths(at, path) = own.factor * paths(at, path) + own.amount;
    }
  }
}

}  // namespace prognos::cases
