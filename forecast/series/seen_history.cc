#include "forecast/series/seen_history.h"

#include <algorithm>
#include <utility>

namespace prognos {

namespace {

// With what `value_of` says in the place of the doubted months.
template <typename ValueOf>
MonthlySeries Replaced(MonthlySeries history, const DoubtedMonths& doubted, const ValueOf& value_of) {
  for (const std::optional<DoubtedMonth>* month : {&doubted.last, &doubted.before}) {
    if (month->has_value()) history.values[(*month)->month - history.first] = value_of(**month);
  }
  return history;
}

}  // namespace

SeenHistory SeeHistory(const MonthlySeries& history) {
  DoubtedMonths doubted = DoubtLastMonth(history);
  if (!doubted.last.has_value()) return {FindOneOffs(history), {}};
  const MonthlySeries believed = Replaced(history, doubted, [](const DoubtedMonth& month) { return month.adjusted(); });
  SeenHistory seen{FindOneOffs(believed), std::move(doubted)};
  std::erase_if(seen.one_offs.months, [&](const OneOff& one_off) {
    return one_off.month == seen.doubted.last->month ||
           (seen.doubted.before.has_value() && one_off.month == seen.doubted.before->month);
  });
  return seen;
}

MonthlySeries SeeHistoryFollowed(const MonthlySeries& history, const DoubtedMonths& doubted, double share) {
  return FindOneOffs(Replaced(history, doubted, [&](const DoubtedMonth& month) { return month.Followed(share); }))
      .adjusted;
}

}  // namespace prognos
