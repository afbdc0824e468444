// Booking faults and a new level, planted in the newest month of a history to see how far a forecast follows it.
#ifndef PROGNOS_BENCHMARKS_PLANTED_H_
#define PROGNOS_BENCHMARKS_PLANTED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

enum class Plant {
  kNone,
  kSign,    // Booked with the wrong sign: -x.
  kDouble,  // Booked twice: 2 x.
  kHalf,    // Half of it booked: x / 2.
  kZero,    // Nothing booked: 0.
  kLate,    // The month before is empty, and this one holds both.
  kShift,   // No fault: 30 per cent more, in this month and in all that come.
};

// What the months to come of a series with `plant` are, times what they were.
double FactorOfFuture(Plant plant);

// Puts `plant` in the last month of `known`. A missing month stays missing. kLate needs two months, both known;
// otherwise nothing is done.
void PutInLastMonth(Plant plant, MonthlySeries& known);

// "sign"; kNone: "".
absl::string_view NameOf(Plant plant);
// All but kNone, in the order above.
const std::vector<Plant>& AllPlants();
// Those of NameOf that AllPlants has, for the help of a program.
std::vector<std::string> PlantNames();
// kNone for a name that is none of them.
Plant PlantNamed(absl::string_view name);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_PLANTED_H_
