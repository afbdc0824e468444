#include "forecast/series/seen_history.h"

#include <algorithm>
#include <utility>

namespace prognos {

SeenHistory SeeHistory(const MonthlySeries& history) {
  DoubtedMonths doubted = DoubtLastMonth(history);
  if (!doubted.last.has_value()) return {FindOneOffs(history), {}};
  MonthlySeries believed = history;
  believed.values[doubted.last->month - history.first] = doubted.last->adjusted();
  if (doubted.before.has_value()) {
    believed.values[doubted.before->month - history.first] = doubted.before->adjusted();
  }
  SeenHistory seen{FindOneOffs(believed), std::move(doubted)};
  std::erase_if(seen.one_offs.months, [&](const OneOff& one_off) {
    return one_off.month == seen.doubted.last->month ||
           (seen.doubted.before.has_value() && one_off.month == seen.doubted.before->month);
  });
  return seen;
}

}  // namespace prognos
