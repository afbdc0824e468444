#include "client/full_names.h"

#include "absl/strings/str_cat.h"
#include "client/forecast_tables.h"

namespace prognos::client {

FullNames::FullNames(const v1::Forecast& forecast) {
  for (const v1::ForecastLine& line : forecast.lines()) {
    // A volume may have a display name of its own, and stands after the money of its activity.
    if (display_names_.emplace(line.activity(), line.display_name()).second) {
      activities_[line.display_name()].insert(line.activity());
    }
  }
}

std::string FullNames::Of(const v1::ForecastLine& line) const {
  const std::string& own = OfActivityAlone(line);
  const auto parent = display_names_.find(line.parent());
  if (line.parent().empty() || parent == display_names_.end() || activities_.at(own).size() == 1) return own;
  return absl::StrCat(parent->second, " > ", own);
}

std::string FullNames::MeasureOf(const v1::ForecastLine& line, const Texts& texts) const {
  if (line.measure() != v1::MEASURE_VOLUME) return MeasureName(line.measure(), texts);
  return line.display_name() != OfActivityAlone(line) ? line.display_name() : line.unit();
}

}  // namespace prognos::client
