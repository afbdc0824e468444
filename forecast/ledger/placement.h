// Where activities stand in a year. What is loaded (Activity::parent_id) holds for all years; a move is recorded beside
// it and holds from its month on:
//
//   loaded          jobbcenter below arbete
//   move            jobbcenter leaves from 2023-01
//   tables of 2022  with jobbcenter, whenever they are made;  tables of 2023  without it, and without what is below it
//
// A table is of a whole year, so an activity stands in it where it stands in December; history and budgets follow. One
// that leaves within the year stays in that year's tables, for what was booked before is the year's.
#ifndef PROGNOS_FORECAST_LEDGER_PLACEMENT_H_
#define PROGNOS_FORECAST_LEDGER_PLACEMENT_H_

#include <map>
#include <string>
#include <vector>

#include "forecast/base/month.h"
#include "forecast/ledger/records.h"

namespace prognos::ledger {

struct YearStructure {
  std::vector<Activity> activities;      // In the order given, with their parents of the year.
  std::map<std::string, Month> leaving;  // The first month without them, of activities that leave within the year.
};

// `activities` as they are loaded. Moves of others are passed over; of two of one activity and month the later counts.
YearStructure PlacedInYear(const std::vector<Activity>& activities, const std::vector<ActivityMove>& moves, int year);

// The years from which on some activity stands elsewhere, rising.
std::vector<int> YearsOfMoves(const std::vector<ActivityMove>& moves);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_PLACEMENT_H_
