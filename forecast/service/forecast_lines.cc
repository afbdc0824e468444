#include "forecast/service/forecast_lines.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/judgement.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

bool IsMoney(const v1::ForecastLine& line) {
  return line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE;
}

absl::string_view MeasureText(Measure measure) {
  switch (measure) {
    case Measure::kCost:
      return "cost";
    case Measure::kRevenue:
      return "revenue";
    case Measure::kNet:
      return "net";
    case Measure::kVolume:
      return "volume";
    case Measure::kUnspecified:
      break;
  }
  return "?";
}

}  // namespace

rounds::LineKey KeyOf(const v1::ForecastLine& line) {
  return {LastPart(line.activity()), static_cast<Measure>(line.measure()), LastPart(line.series())};
}

std::string LineText(const rounds::LineKey& line) {
  if (!line.series.empty()) return line.series;
  return absl::StrCat(line.activity.empty() ? "total" : line.activity, ".", MeasureText(line.measure));
}

v1::LineRef ToProto(absl::string_view organization, const rounds::LineKey& line) {
  v1::LineRef result;
  if (!line.activity.empty()) result.set_activity(ActivityName(organization, line.activity));
  result.set_measure(static_cast<v1::Measure>(line.measure));
  if (!line.series.empty()) result.set_series(SeriesName(organization, line.series));
  return result;
}

ForecastLines::ForecastLines(const v1::Forecast& forecast) : forecast_(forecast) {
  for (const v1::ForecastLine& line : forecast.lines()) {
    parents_[line.activity()] = line.parent();
    if (line.own_frame() && !absl::c_linear_search(frames_, line.activity())) frames_.push_back(line.activity());
    if (!line.series().empty() && IsMoney(line)) series_.push_back(&line);
  }
}

const v1::ForecastLine* ForecastLines::Find(const rounds::LineKey& line) const {
  const v1::ForecastLine* of_one_series = nullptr;
  for (const v1::ForecastLine& one : forecast_.lines()) {
    const rounds::LineKey key = KeyOf(one);
    if (!line.series.empty()) {
      if (key.series == line.series) return &one;
      continue;
    }
    if (key.activity != line.activity || key.measure != line.measure) continue;
    if (key.series.empty()) return &one;
    of_one_series = &one;
  }
  return of_one_series;
}

bool ForecastLines::IsAtOrBelow(const std::string& activity, const std::string& top) const {
  if (top.empty()) return true;
  std::string at = activity;
  for (size_t steps = 0; !at.empty() && steps <= parents_.size(); ++steps) {
    if (at == top) return true;
    const auto parent = parents_.find(at);
    if (parent == parents_.end()) return false;
    at = parent->second;
  }
  return false;
}

bool ForecastLines::IsInFrameOfItsOwn(const std::string& activity) const {
  return absl::c_any_of(frames_, [&](const std::string& frame) { return IsAtOrBelow(activity, frame); });
}

std::vector<std::pair<size_t, int>> ForecastLines::PartsOf(const v1::ForecastLine& line) const {
  std::vector<std::pair<size_t, int>> parts;
  for (size_t at = 0; at < series_.size(); ++at) {
    const v1::ForecastLine& series = *series_[at];
    if (!line.series().empty()) {
      if (series.series() == line.series()) parts.emplace_back(at, 1);
      continue;
    }
    if (line.measure() != v1::MEASURE_NET && line.measure() != series.measure()) continue;
    if (!IsAtOrBelow(series.activity(), line.activity())) continue;
    if (line.without_frames() && IsInFrameOfItsOwn(series.activity())) continue;
    if (line.by_type() && line.cost_type() != series.cost_type()) continue;
    const bool is_subtracted = line.measure() == v1::MEASURE_NET && series.measure() == v1::MEASURE_REVENUE;
    parts.emplace_back(at, is_subtracted ? -1 : 1);
  }
  return parts;
}

bool HasPredicted(const v1::ForecastLine& line) {
  return std::any_of(line.months().begin(), line.months().end(), [](const auto& month) { return !month.known(); });
}

const v1::ForecastLine* CheckLine(const v1::LineRef& line, const std::string& organization, const ForecastLines& lines,
                                  const std::string& place, FaultList& faults) {
  rounds::LineKey key;
  key.measure = static_cast<Measure>(line.measure());
  const size_t faults_before = faults.total();
  if (!line.series().empty()) {
    key.series = CheckSeriesName(line.series(), organization, absl::StrCat(place, ".series"), faults);
  } else if (!line.activity().empty()) {
    key.activity = CheckActivityName(line.activity(), organization, absl::StrCat(place, ".activity"), faults);
  }
  if (line.series().empty() && line.measure() == v1::MEASURE_UNSPECIFIED) {
    faults.Add(absl::StrCat(place, ".measure"), FaultReason::kMissingValue, "", messages::value::IsRequired());
  }
  if (faults.total() != faults_before) return nullptr;
  const v1::ForecastLine* found = lines.Find(key);
  if (found == nullptr) faults.Add(place, FaultReason::kUnknown, LineText(key), messages::judgement::IsNotALine());
  return found;
}

}  // namespace prognos::service
