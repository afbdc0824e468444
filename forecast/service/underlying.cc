#include "forecast/service/underlying.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/service/names.h"
#include "forecast/service/outlook_input.h"
#include "forecast/service/validators.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMostUnderlyingYears = 20;

struct UnderlyingQuery {
  std::string organization;
  std::string activity;  // Empty: the whole organization.
  std::optional<absl::Time> as_of;
};

absl::StatusOr<UnderlyingQuery> CheckUnderlying(const v1::GetUnderlyingResultRequest& request) {
  FaultList faults;
  UnderlyingQuery query;
  query.organization = CheckOrganizationName(request.organization(), "organization", faults);
  if (!request.activity().empty()) {
    query.activity = CheckActivityName(request.activity(), query.organization, "activity", faults);
  }
  CheckYear(request.first_year(), "first_year", faults);
  CheckYear(request.last_year(), "last_year", faults);
  if (request.last_year() < request.first_year()) {
    faults.Add("last_year", FaultReason::kInconsistent, absl::StrCat(request.last_year()),
               messages::option::LiesBeforeFirst(Argument(request.first_year())));
  } else if (request.last_year() - request.first_year() >= kMostUnderlyingYears) {
    faults.Add("last_year", FaultReason::kOutOfRange, absl::StrCat(request.last_year()),
               messages::value::MustBeBetween(request.first_year(), request.first_year() + kMostUnderlyingYears - 1));
  }
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

bool LiesBelow(const outlook::OutlookInput& input, int node, int activity) {
  while (node >= 0 && node != activity) node = input.activities[static_cast<size_t>(node)].parent;
  return node == activity;
}

// The sum of the year's months that have a value, in whole öre; nullopt when none has.
std::optional<int64_t> SumOfYear(const MonthlySeries& series, int year) {
  std::optional<int64_t> sum;
  for (int at = 0; at < kMonthsPerYear; ++at) {
    const double value = series.At(Month::January(year) + at);
    if (!std::isnan(value)) sum = sum.value_or(0) + std::llround(value);
  }
  return sum;
}

// Adds up the years of the money at and below an activity (-1: of the organization).
class UnderlyingYears {
 public:
  UnderlyingYears(const ForecastMaterial& material, int activity, const v1::GetUnderlyingResultRequest& request) {
    for (int year = request.first_year(); year <= request.last_year(); ++year) years_[year].set_year(year);
    for (const outlook::SeriesInput& series : material.input.series) {
      const int sign = SignInNet(series.flow);
      if (sign == 0 || !LiesBelow(material.input, series.activity, activity)) continue;
      signs_[series.id] = sign;
      AddSeries(series, sign);
    }
    for (const auto& [id, event] : material.events) AddEvent(event);
  }

  void Fill(v1::GetUnderlyingResultResponse& response) {
    for (auto& [year, result] : years_) {
      result.set_corrected(result.net() - result.corrections_out() + result.corrections_in());
      result.set_underlying(result.corrected() - result.one_offs());
      result.set_complete(booked_[year].size() == kMonthsPerYear);
      *response.add_years() = result;
    }
  }

 private:
  void AddSeries(const outlook::SeriesInput& series, int sign) {
    for (auto& [year, result] : years_) {
      result.set_net(result.net() + sign * SumOfYear(series.history, year).value_or(0));
      for (int at = 0; at < kMonthsPerYear; ++at) {
        if (!std::isnan(series.history.At(Month::January(year) + at))) booked_[year].insert(at);
      }
      const std::optional<int64_t> budget = SumOfYear(series.budget, year);
      if (budget.has_value()) result.set_budget(result.budget() + sign * *budget);
    }
  }

  // What is not certain to have happened is in no result.
  void AddEvent(const v1::Event& event) {
    const auto sign = signs_.find(ParseSeriesName(event.series())->id);
    if (sign == signs_.end() || (event.has_probability() && event.probability() < 1.0)) return;
    const int64_t net = sign->second * event.amount();
    const int booked = Month::Parse(event.first_month())->year();
    if (event.kind() == v1::EVENT_KIND_ONE_OFF) {
      Add(event, booked, v1::UnderlyingItem::PART_ONE_OFF, net);
    } else if (event.kind() == v1::EVENT_KIND_CORRECTION) {
      const int belongs = Month::Parse(event.belongs_to_month())->year();
      if (belongs == booked) return;
      Add(event, booked, v1::UnderlyingItem::PART_CORRECTION_OUT, net);
      Add(event, belongs, v1::UnderlyingItem::PART_CORRECTION_IN, net);
    }
  }

  void Add(const v1::Event& event, int year, v1::UnderlyingItem::Part part, int64_t net) {
    const auto found = years_.find(year);
    if (found == years_.end()) return;
    v1::UnderlyingYear& result = found->second;
    v1::UnderlyingItem& item = *result.add_items();
    item.set_event(event.name());
    item.set_description(event.description());
    item.set_part(part);
    item.set_net(net);
    if (part == v1::UnderlyingItem::PART_ONE_OFF) result.set_one_offs(result.one_offs() + net);
    if (part == v1::UnderlyingItem::PART_CORRECTION_OUT) result.set_corrections_out(result.corrections_out() + net);
    if (part == v1::UnderlyingItem::PART_CORRECTION_IN) result.set_corrections_in(result.corrections_in() + net);
  }

  std::map<int, v1::UnderlyingYear> years_;
  std::map<int, std::set<int>> booked_;  // Months of each year in which anything is booked.
  std::map<std::string, int> signs_;     // Of the series that count.
};

}  // namespace

absl::Status GetUnderlyingInCall(const Call& call, const v1::GetUnderlyingResultRequest& request,
                                 v1::GetUnderlyingResultResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const UnderlyingQuery query, CheckUnderlying(request));
  ForecastCut cut;
  cut.organization = query.organization;
  cut.year = request.last_year();
  cut.last_known_month = kMonthsPerYear;
  cut.as_of = query.as_of;
  cut.latest_decision = SwedishDay(query.as_of.value_or(call.Now()));
  return call.Read(query.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ForecastMaterial material, ReadForecastMaterial(reader, cut));
    int activity = -1;
    if (!query.activity.empty()) {
      activity = material.tree.Find(query.activity);
      if (activity < 0) {
        return FaultStatus(absl::StatusCode::kInvalidArgument, "activity", FaultReason::kUnknown, request.activity(),
                           messages::value::DoesNotExist());
      }
    }
    UnderlyingYears(material, activity, request).Fill(response);
    return absl::OkStatus();
  });
}

}  // namespace prognos::service
