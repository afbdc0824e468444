#include "forecast/base/swedish_time.h"

namespace prognos {
namespace {

struct LoadedZone {
  absl::TimeZone zone;
  bool found = false;
};

const LoadedZone& Loaded() {
  static const LoadedZone loaded = [] {
    LoadedZone result;
    result.found = absl::LoadTimeZone("Europe/Stockholm", &result.zone);
    if (!result.found) result.zone = absl::FixedTimeZone(60 * 60);
    return result;
  }();
  return loaded;
}

}  // namespace

absl::TimeZone SwedishTimeZone() { return Loaded().zone; }

bool HasSwedishTimeZone() { return Loaded().found; }

absl::CivilDay SwedishDay(absl::Time time) { return absl::ToCivilDay(time, SwedishTimeZone()); }

Month SwedishMonth(absl::Time time) {
  const absl::CivilMonth civil = absl::ToCivilMonth(time, SwedishTimeZone());
  return Month::January(static_cast<int>(civil.year())) + (civil.month() - 1);
}

}  // namespace prognos
