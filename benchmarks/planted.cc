#include "benchmarks/planted.h"

#include <cmath>

namespace prognos::benchmarks {
namespace {

constexpr double kShiftFactor = 1.3;

// What the last month is multiplied by.
double FactorOfLastMonth(Plant plant) {
  switch (plant) {
    case Plant::kSign:
      return -1.0;
    case Plant::kDouble:
      return 2.0;
    case Plant::kHalf:
      return 0.5;
    case Plant::kZero:
      return 0.0;
    case Plant::kShift:
      return kShiftFactor;
    case Plant::kNone:
    case Plant::kLate:
      break;
  }
  return 1.0;
}

}  // namespace

double FactorOfFuture(Plant plant) { return plant == Plant::kShift ? kShiftFactor : 1.0; }

void PutInLastMonth(Plant plant, MonthlySeries& known) {
  const Eigen::Index last = known.values.size() - 1;
  if (last < 0) return;
  if (plant != Plant::kLate) {
    known.values[last] *= FactorOfLastMonth(plant);
    return;
  }
  if (last < 1 || std::isnan(known.values[last] + known.values[last - 1])) return;
  known.values[last] += known.values[last - 1];
  known.values[last - 1] = 0.0;
}

absl::string_view NameOf(Plant plant) {
  switch (plant) {
    case Plant::kSign:
      return "sign";
    case Plant::kDouble:
      return "double";
    case Plant::kHalf:
      return "half";
    case Plant::kZero:
      return "zero";
    case Plant::kLate:
      return "late";
    case Plant::kShift:
      return "shift";
    case Plant::kNone:
      break;
  }
  return "";
}

const std::vector<Plant>& AllPlants() {
  static const auto* const plants =
      new std::vector<Plant>{Plant::kSign, Plant::kDouble, Plant::kHalf, Plant::kZero, Plant::kLate, Plant::kShift};
  return *plants;
}

std::vector<std::string> PlantNames() {
  std::vector<std::string> names;
  for (const Plant plant : AllPlants()) names.emplace_back(NameOf(plant));
  return names;
}

Plant PlantNamed(absl::string_view name) {
  for (const Plant plant : AllPlants()) {
    if (NameOf(plant) == name) return plant;
  }
  return Plant::kNone;
}

}  // namespace prognos::benchmarks
