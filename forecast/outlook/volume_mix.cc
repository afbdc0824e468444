#include "forecast/outlook/volume_mix.h"

#include <cmath>

namespace prognos::outlook {
namespace {

// As a deviation of costs.
int64_t PureVolume(double price, int64_t volume, int64_t planned) {
  return -std::llround(price * static_cast<double>(volume - planned));
}

// What `told` has more than `pure` is mix.
void MoveToMix(int64_t pure, int64_t& told, DeviationTerms& terms) {
  terms.volume -= told - pure;
  terms.mix += told - pure;
  told = pure;
}

}  // namespace

void VolumeMix::Add(const std::string& unit, int driver, const VolumePart& part) {
  OfUnit& of_unit = units_[unit];
  const auto [at, is_new] = of_unit.parts.try_emplace(driver, part);
  if (!is_new) at->second.budget += part.budget;
  of_unit.known_volume += part.known.volume;
  of_unit.remaining_volume += part.remaining.volume;
}

void VolumeMix::Add(const VolumeMix& below) {
  for (const auto& [unit, of_below] : below.units_) {
    OfUnit& of_unit = units_[unit];
    for (const auto& [driver, part] : of_below.parts) {
      const auto [at, is_new] = of_unit.parts.try_emplace(driver, part);
      if (!is_new) at->second.budget += part.budget;
    }
    of_unit.known_volume += of_below.known_volume;
    of_unit.remaining_volume += of_below.remaining_volume;
  }
}

void VolumeMix::TellApart(Explanation& explanation) {
  for (auto& [unit, of_unit] : units_) {
    if (of_unit.parts.size() < 2) continue;
    VolumePart all;
    for (const auto& [driver, part] : of_unit.parts) {
      all.known_planned += part.known_planned;
      all.known_volume += part.known_volume;
      all.remaining_planned += part.remaining_planned;
      all.remaining_volume += part.remaining_volume;
      all.budget += part.budget;
    }
    const double price =
        static_cast<double>(all.budget) / static_cast<double>(all.known_planned + all.remaining_planned);
    MoveToMix(PureVolume(price, all.known_volume, all.known_planned), of_unit.known_volume, explanation.known);
    MoveToMix(PureVolume(price, all.remaining_volume, all.remaining_planned), of_unit.remaining_volume,
              explanation.remaining);
  }
}

}  // namespace prognos::outlook
