#include "forecast/service/difference_calls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/rounds/difference.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/judged_forecast.h"
#include "messages/judgement.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

using rounds::DifferenceParts;
using rounds::SeriesOfForecast;

bool IsMoney(const v1::ForecastLine& line) {
  return line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE ||
         line.measure() == v1::MEASURE_NET;
}

// A series that a forecast does not have: nothing, in the months that it knows.
SeriesOfForecast NoSeries(const v1::Forecast& forecast) {
  SeriesOfForecast none;
  const absl::StatusOr<Month> last = Month::Parse(forecast.last_known_month());
  const int known = last.ok() && last->year() == forecast.year() ? last->month() : 0;
  for (int at = 0; at < known; ++at) none.is_known[static_cast<size_t>(at)] = true;
  return none;
}

// What events make of the predicted months of a forecast's series, by the series' name.
std::map<std::string, MonthlyAmounts> EventMonthsOf(const v1::Forecast& forecast) {
  std::map<std::string, MonthlyAmounts> events;
  for (const v1::EventShare& share : forecast.event_shares()) {
    MonthlyAmounts& months = events[share.series()];
    for (int at = 0; at < std::min(share.predicted_months_size(), 12); ++at) {
      months[static_cast<size_t>(at)] += share.predicted_months(at);
    }
  }
  return events;
}

SeriesOfForecast ToSeries(const v1::ForecastLine& line, const std::map<std::string, MonthlyAmounts>& events) {
  SeriesOfForecast series;
  for (int at = 0; at < std::min(line.months_size(), 12); ++at) {
    series.amounts[static_cast<size_t>(at)] = line.months(at).amount();
    series.is_known[static_cast<size_t>(at)] = line.months(at).known();
  }
  if (const auto found = events.find(line.series()); found != events.end()) series.events = found->second;
  series.budget = line.budget();
  if (line.has_judged()) series.judged_above_model = line.judged().full_year() - line.full_year();
  return series;
}

// A series of either forecast, or a sum of such.
struct Compared {
  int64_t base_deviation = 0;
  int64_t deviation = 0;
  DifferenceParts parts;

  void Add(const Compared& other) {
    base_deviation += other.base_deviation;
    deviation += other.deviation;
    parts.Add(other.parts);
  }
  friend bool operator==(const Compared&, const Compared&) = default;
};

// The cost types of two forecasts in the order of their list, and what they are called; money without one last.
class TypesOfTwo {
 public:
  TypesOfTwo(const v1::Forecast& forecast, const v1::Forecast& base) {
    for (const v1::Forecast* one : {&forecast, &base}) {
      for (const v1::ForecastLine& line : one->lines_by_type()) {
        if (line.cost_type().empty() || !names_.emplace(line.cost_type(), line.cost_type_display_name()).second)
          continue;
        order_.push_back(line.cost_type());
      }
    }
    order_.push_back("");
  }

  const std::vector<std::string>& order() const { return order_; }
  std::string NameOf(const std::string& type) const { return type.empty() ? "" : names_.at(type); }

 private:
  std::vector<std::string> order_;
  std::map<std::string, std::string> names_;
};

class Comparison {
 public:
  Comparison(const v1::Forecast& base, const v1::Forecast& forecast)
      : base_(base),
        forecast_(forecast),
        base_events_(EventMonthsOf(base)),
        events_(EventMonthsOf(forecast)),
        base_lines_(base),
        lines_(forecast),
        types_(forecast, base) {
    std::map<std::string, const v1::ForecastLine*> older;
    for (const v1::ForecastLine* line : base_lines_.series()) older[line->series()] = line;
    for (const v1::ForecastLine* line : lines_.series()) {
      const auto found = older.find(line->series());
      Put(found == older.end() ? nullptr : found->second, line);
    }
    for (const auto& [name, line] : older) {
      if (!compared_.contains(name)) Put(line, nullptr);
    }
  }

  void Fill(v1::DiffForecastsResponse& response) const {
    for (const v1::ForecastLine& line : forecast_.lines()) {
      if (IsMoney(line)) Add(line, NamesIn(line, base_lines_.Find(KeyOf(line))), response);
    }
    for (const v1::ForecastLine& line : forecast_.lines_without_frames()) {
      Add(line, NamesIn(line, OlderWithoutFrames(line.measure())), response);
    }
    for (const v1::ForecastLine& line : base_.lines()) {
      if (!IsMoney(line) || lines_.Find(KeyOf(line)) != nullptr) continue;
      Add(line, OnlyOlder(line), response);
    }
  }

 private:
  void Put(const v1::ForecastLine* older, const v1::ForecastLine* newer) {
    const v1::ForecastLine& line = newer == nullptr ? *older : *newer;
    const auto measure = static_cast<Measure>(line.measure());
    const SeriesOfForecast was = older == nullptr ? NoSeries(base_) : ToSeries(*older, base_events_);
    const SeriesOfForecast is = newer == nullptr ? NoSeries(forecast_) : ToSeries(*newer, events_);
    compared_[line.series()] = {rounds::DeviationOf(measure, was), rounds::DeviationOf(measure, is),
                                rounds::DifferenceOf(measure, was, is)};
    type_of_[line.series()] = line.cost_type();
  }

  // Null where the older forecast has no frames.
  const v1::ForecastLine* OlderWithoutFrames(v1::Measure measure) const {
    for (const v1::ForecastLine& line : base_.lines_without_frames()) {
      if (line.measure() == measure) return &line;
    }
    return nullptr;
  }

  // The series below an older line that the newer forecast does not have.
  std::set<std::string> OnlyOlder(const v1::ForecastLine& line) const {
    std::set<std::string> names;
    for (const auto& [at, sign] : base_lines_.PartsOf(line)) {
      const v1::ForecastLine& series = *base_lines_.series()[at];
      if (lines_.Find(KeyOf(series)) == nullptr) names.insert(series.series());
    }
    return names;
  }

  std::set<std::string> NamesIn(const v1::ForecastLine& line, const v1::ForecastLine* older) const {
    std::set<std::string> names;
    if (older != nullptr) names = OnlyOlder(*older);
    for (const auto& [at, sign] : lines_.PartsOf(line)) names.insert(lines_.series()[at]->series());
    return names;
  }

  void Add(const v1::ForecastLine& line, const std::set<std::string>& series,
           v1::DiffForecastsResponse& response) const {
    Compared sum;
    std::map<std::string, Compared> by_type;
    for (const std::string& name : series) {
      const Compared& one = compared_.at(name);
      sum.Add(one);
      by_type[type_of_.at(name)].Add(one);
    }
    Fill(line, sum, *response.add_lines());
    if (by_type.empty() || by_type.rbegin()->first.empty() || IsRowOfASeries(line)) return;
    for (const std::string& type : types_.order()) {
      const auto found = by_type.find(type);
      if (found == by_type.end() || (type.empty() && found->second == Compared())) continue;
      v1::DifferenceLine& added = *response.add_lines_by_type();
      Fill(line, found->second, added);
      added.clear_series();
      added.set_cost_type(type);
      added.set_cost_type_display_name(types_.NameOf(type));
    }
  }

  // Whether the line stands behind that of its activity and measure.
  bool IsRowOfASeries(const v1::ForecastLine& line) const {
    if (line.series().empty()) return false;
    const ForecastLines& lines = lines_.Find(KeyOf(line)) == nullptr ? base_lines_ : lines_;
    return lines.Find({KeyOf(line).activity, KeyOf(line).measure, ""})->series().empty();
  }

  static void Fill(const v1::ForecastLine& line, const Compared& sum, v1::DifferenceLine& added) {
    added.set_activity(line.activity());
    added.set_display_name(line.display_name());
    added.set_parent(line.parent());
    added.set_depth(line.depth());
    added.set_measure(line.measure());
    added.set_series(line.series());
    added.set_base_deviation(sum.base_deviation);
    added.set_deviation(sum.deviation);
    added.set_own_frame(line.own_frame());
    added.set_without_frames(line.without_frames());
    v1::DifferenceParts& parts = *added.mutable_parts();
    parts.set_new_outcome(sum.parts.new_outcome);
    parts.set_history(sum.parts.history);
    parts.set_budget(sum.parts.budget);
    parts.set_events(sum.parts.events);
    parts.set_judgement(sum.parts.judgement);
    parts.set_model(sum.parts.model);
  }

  const v1::Forecast& base_;
  const v1::Forecast& forecast_;
  const std::map<std::string, MonthlyAmounts> base_events_;
  const std::map<std::string, MonthlyAmounts> events_;
  const ForecastLines base_lines_;
  const ForecastLines lines_;
  const TypesOfTwo types_;
  std::map<std::string, Compared> compared_;    // By series.
  std::map<std::string, std::string> type_of_;  // The same.
};

}  // namespace

void FillDifference(const v1::Forecast& base, const v1::Forecast& forecast, v1::DiffForecastsResponse& response) {
  Comparison(base, forecast).Fill(response);
  *response.mutable_base() = base;
  *response.mutable_forecast() = forecast;
  for (v1::Forecast* header : {response.mutable_base(), response.mutable_forecast()}) {
    header->clear_lines();
    header->clear_lines_without_frames();
    header->clear_lines_by_type();
    header->clear_reasons();
  }
}

absl::Status DiffForecastsInCall(const Call& call, const v1::DiffForecastsRequest& request,
                                 v1::DiffForecastsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ChildName name, CheckedForecastName(request.name()));
  const std::optional<ChildName> base = ParseForecastName(request.base());
  if (!base.has_value() || base->organization != name.organization) {
    return FaultStatus(
        absl::StatusCode::kInvalidArgument, "base", FaultReason::kNotAName, request.base(),
        messages::value::IsNotOfTheForm(absl::StrCat("organizations/", name.organization, "/forecasts/{forecast}")));
  }
  v1::Forecast older;
  v1::Forecast newer;
  PROGNOS_RETURN_IF_ERROR(call.Read(name.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(older, ReadForecast(reader, *base));
    PROGNOS_ASSIGN_OR_RETURN(newer, ReadForecast(reader, name));
    return absl::OkStatus();
  }));
  if (older.year() != newer.year()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "base", FaultReason::kInconsistent, request.base(),
                       messages::judgement::IsOfAnotherYear(older.year(), newer.year()));
  }
  FillDifference(older, newer, response);
  return absl::OkStatus();
}

}  // namespace prognos::service
