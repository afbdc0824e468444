#include "client/full_names.h"

#include "absl/strings/str_cat.h"
#include "client/forecast_tables.h"

namespace prognos::client {

template <typename Lines>
void FullNames::Add(const Lines& lines) {
  for (const auto& line : lines) {
    // A volume may have a display name of its own, and stands after the money of its activity.
    if (display_names_.emplace(line.activity(), line.display_name()).second) {
      activities_[line.display_name()].insert(line.activity());
    }
  }
}

FullNames::FullNames(const v1::Forecast& forecast) { Add(forecast.lines()); }

FullNames::FullNames(const v1::ComparePeriodsResponse& periods) { Add(periods.lines()); }

std::string FullNames::OfActivity(const std::string& activity, const std::string& parent_activity) const {
  const std::string& own = display_names_.at(activity);
  const auto parent = display_names_.find(parent_activity);
  if (parent_activity.empty() || parent == display_names_.end() || activities_.at(own).size() == 1) return own;
  return absl::StrCat(parent->second, " > ", own);
}

template <typename Line>
const std::string& FullNames::VolumeNameOf(const Line& line) const {
  return line.display_name() != display_names_.at(line.activity()) ? line.display_name() : line.unit();
}

std::string FullNames::OfVolume(const v1::PeriodLine& line) const {
  return absl::StrCat(OfActivity(line.activity(), line.parent()), ": ", VolumeNameOf(line));
}

std::string FullNames::MeasureOf(const v1::ForecastLine& line, const Texts& texts) const {
  if (line.measure() == v1::MEASURE_VOLUME) return VolumeNameOf(line);
  const std::string name = MeasureName(line.measure(), texts);
  return line.series().empty() || line.cost_type().empty() ? name
                                                           : absl::StrCat(name, ", ", line.cost_type_display_name());
}

}  // namespace prognos::client
