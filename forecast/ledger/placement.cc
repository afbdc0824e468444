#include "forecast/ledger/placement.h"

#include <set>

namespace prognos::ledger {
namespace {

using MovesByMonth = std::map<Month, const ActivityMove*>;

// An activity that is gone takes with it what stands below it.
bool IsGone(const std::string& id, const std::map<std::string, std::string>& parents,
            const std::set<std::string>& gone) {
  std::string at = id;
  for (size_t steps = 0; !at.empty() && steps <= parents.size(); ++steps) {
    if (gone.contains(at)) return true;
    const auto parent = parents.find(at);
    if (parent == parents.end()) return false;
    at = parent->second;
  }
  return false;
}

}  // namespace

YearStructure PlacedInYear(const std::vector<Activity>& activities, const std::vector<ActivityMove>& moves, int year) {
  std::map<std::string, MovesByMonth> by_activity;
  for (const ActivityMove& move : moves) {
    if (move.first_month.year() <= year) by_activity[move.activity_id][move.first_month] = &move;
  }
  YearStructure structure;
  std::set<std::string> gone;
  std::map<std::string, std::string> parents;
  for (const Activity& loaded : activities) {
    Activity& placed = structure.activities.emplace_back(loaded);
    const ActivityMove* last = nullptr;
    for (const auto& [month, move] : by_activity[loaded.id]) {
      if (!move->leaves) placed.parent_id = move->parent_id;
      last = move;
    }
    if (last != nullptr && last->leaves) {
      if (last->first_month <= Month::January(year)) {
        gone.insert(loaded.id);
      } else {
        structure.leaving[loaded.id] = last->first_month;
      }
    }
    parents[loaded.id] = placed.parent_id;
  }
  std::erase_if(structure.activities, [&](const Activity& one) { return IsGone(one.id, parents, gone); });
  return structure;
}

std::vector<int> YearsOfMoves(const std::vector<ActivityMove>& moves) {
  std::set<int> years;
  for (const ActivityMove& move : moves) years.insert(move.first_month.year());
  return {years.begin(), years.end()};
}

}  // namespace prognos::ledger
