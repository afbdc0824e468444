#include "forecast/cases/series_case.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/base/random.h"
#include "forecast/cases/nothing_booked.h"

namespace prognos::cases {
namespace {

MonthlySeries InWholes(const MonthlySeries& parts, Unit unit) {
  return {parts.first, parts.values / static_cast<double>(unit.parts_per_whole)};
}

KnownEffects EffectsAt(const SeriesCase& series, const std::vector<KnownEffect>& effects) {
  return KnownEffects(effects, series.cut.origin(), series.history.end(), series.cut.seed);
}

// Its months are zero from then on, whatever is left out.
void TakeTypes(const SeriesFacts& facts, SeriesCase& series) {
  series.told_by_type = facts.told_by_type_since.has_value() && *facts.told_by_type_since < series.cut.origin();
  if (!series.told_by_type) return;
  const Month since = *facts.told_by_type_since;
  const Month first = series.history.empty() ? since : std::min(since, series.history.first);
  MonthlySeries whole{first, Vector::Constant(series.cut.origin() - first, kMissing)};
  for (Month month = first; month < series.cut.origin(); month = month + 1) {
    whole.values[month - first] = month < since ? series.history.At(month) : 0.0;
  }
  series.history = std::move(whole);
}

// What has ended is known to be zero from then on, what had begun before it ended with it; what is known of later
// months comes upon that.
void TakeEnd(const SeriesFacts& facts, SeriesCase& series) {
  series.ended_since = series.told_by_type ? facts.told_by_type_since : EndedSince(series.history);
  if (!series.ended_since.has_value()) return;
  std::vector<KnownEffect> effects = facts.effects;
  const auto later = std::stable_partition(
      effects.begin(), effects.end(), [&](const KnownEffect& effect) { return effect.first < *series.ended_since; });
  effects.insert(later, {.first = series.history.end(), .last = series.cut.end() - 1, .factor = 0.0});
  series.effects = EffectsAt(series, effects);
}

// What has ended, or is booked by type, has nothing to come of it.
void FindRoll(const SeriesFacts& facts, SeriesCase& series) {
  if (series.ended_since.has_value() || series.told_by_type) return;
  const Month origin = series.cut.origin();
  series.roll = RollOf(facts.effects, series.history, origin, series.cut.january(), series.unit());
  if (series.roll.empty()) return;
  series.effects_with_roll = KnownEffects(facts.effects, origin, series.history.end(), series.cut.seed, true);
}

std::vector<UnfinishedMonth> UnfinishedOf(const SeriesFacts& facts, const Cut& cut) {
  std::vector<UnfinishedMonth> of_two_years;
  for (const UnfinishedMonth& one : facts.unfinished) {
    if (one.month >= cut.january() - kMonthsPerYear && one.month < cut.end()) of_two_years.push_back(one);
  }
  return of_two_years;
}

// A budget is for what is committed, too.
MonthlySeries WithoutStays(const MonthlySeries& budget, const KnownEffects& effects) {
  MonthlySeries rest = budget;
  for (int at = 0; at < rest.size(); ++at) {
    const double months_stays = effects.StaysIn(rest.first + at);
    if (months_stays > 0.0) rest.values[at] = std::max(0.0, rest.values[at] - months_stays);
  }
  return rest;
}

int PoolOf(Flow flow) { return flow == Flow::kVolume ? 1 : 0; }

}  // namespace

bool SeriesCase::HasBudgetOfYear() const {
  for (Month month = cut.january(); month < cut.end(); month = month + 1) {
    if (!std::isnan(budget.At(month))) return true;
  }
  return false;
}

SeriesCase CaseOf(const SeriesFacts& facts, const Cut& cut) {
  SeriesCase series;
  series.id = facts.id;
  series.flow = facts.flow;
  series.cut = cut;
  series.budget = facts.budget.Before(cut.end());
  series.history = facts.history.Before(cut.origin()).Trimmed();
  series.unfinished = UnfinishedOf(facts, cut);
  TakeTypes(facts, series);
  const bool stale = !series.history.empty() && series.history.end() <= cut.january() - kStaleMonths;
  if (stale) series.stale_since = series.history.end() - 1;
  if (stale || series.history.empty()) series.history = {cut.january(), Vector()};
  series.effects = EffectsAt(series, facts.effects);
  TakeEnd(facts, series);
  FindRoll(facts, series);
  return series;
}

engine::SeriesTask TaskOf(const SeriesCase& series) {
  engine::SeriesTask task;
  // Zeros before the first booked month are none also where a step would have made something of them.
  const MonthlySeries todays = series.effects.AtTodaysLevel(FromFirstBooked(series.history));
  task.training.history = InWholes(FromFirstBooked(todays), series.unit());
  const bool has_history = task.training.history.CountKnown() > 0;
  task.training.budget =
      InWholes(has_history ? series.budget : WithoutStays(series.budget, series.effects), series.unit());
  task.horizon = std::max(0, series.cut.end() - series.history.end());
  task.seed = RandomGenerator::DeriveSeed(series.cut.seed, series.id);
  task.pool = PoolOf(series.flow);
  task.group = static_cast<int>(series.flow);
  return task;
}

}  // namespace prognos::cases
