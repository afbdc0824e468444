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

std::vector<UnfinishedMonth> UnfinishedOf(const SeriesFacts& facts, const Cut& cut) {
  std::vector<UnfinishedMonth> of_year;
  for (const UnfinishedMonth& one : facts.unfinished) {
    if (one.month >= cut.january() && one.month < cut.end()) of_year.push_back(one);
  }
  return of_year;
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
  return series;
}

engine::SeriesTask TaskOf(const SeriesCase& series) {
  engine::SeriesTask task;
  // Zeros before the first booked month are none also where a step would have made something of them.
  const MonthlySeries todays = series.effects.AtTodaysLevel(FromFirstBooked(series.history));
  task.training.history = InWholes(FromFirstBooked(todays), series.unit());
  task.training.budget = InWholes(series.budget, series.unit());
  task.horizon = std::max(0, series.cut.end() - series.history.end());
  task.seed = RandomGenerator::DeriveSeed(series.cut.seed, series.id);
  task.pool = PoolOf(series.flow);
  task.group = static_cast<int>(series.flow);
  return task;
}

}  // namespace prognos::cases
