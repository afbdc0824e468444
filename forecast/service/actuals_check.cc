#include "forecast/service/actuals_check.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/base/unit.h"
#include "forecast/service/error.h"
#include "forecast/service/validators.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr double kMaxVolume = 1e12;

int64_t CheckVolume(double volume, const std::string& place, FaultList& faults) {
  if (!std::isfinite(volume)) {
    faults.Add(place, FaultReason::kNotANumber, absl::StrCat(volume), messages::value::IsNotFinite());
    return 0;
  }
  if (std::abs(volume) > kMaxVolume) {
    faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(volume), messages::value::VolumeIsTooLarge());
    return 0;
  }
  return kVolumeUnit.RoundedParts(volume);
}

}  // namespace

absl::StatusOr<ActualsCheck> ActualsCheck::For(ledger::Reader& reader, absl::string_view organization, absl::Time now) {
  ActualsCheck check;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, reader.GetOrganization(organization));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(organization));
  check.organization_ = found.id;
  check.closed_years_.insert(found.closed_years.begin(), found.closed_years.end());
  check.current_month_ = SwedishMonth(now);
  for (ledger::Series& one : series) {
    std::string id = one.id;
    check.series_.emplace(std::move(id), std::move(one));
  }
  PROGNOS_RETURN_IF_ERROR(check.ReadClosedValues(reader));
  return check;
}

absl::Status ActualsCheck::ReadClosedValues(ledger::Reader& reader) {
  for (const int year : closed_years_) {
    ledger::ActualsQuery query;
    query.first_month = Month::January(year);
    query.last_month = Month::January(year) + 11;
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(organization_, query));
    for (const ledger::Actual& actual : actuals) {
      closed_values_[{actual.series_id, actual.month.index()}] = actual.value;
    }
  }
  return absl::OkStatus();
}

const ledger::Series* ActualsCheck::FindSeries(absl::string_view id) const {
  const auto found = series_.find(id);
  return found == series_.end() ? nullptr : &found->second;
}

void ActualsCheck::CheckMonthOpen(const ledger::NewActual& actual, std::string place, FaultList& faults) const {
  const int year = actual.month.year();
  if (actual.month > current_month_) {
    faults.Add(std::move(place), FaultReason::kFutureMonth, actual.month.ToString(),
               messages::ledger::MonthHasNotBegun(Argument::OfMonth(current_month_.ToString())));
    return;
  }
  if (!closed_years_.contains(year)) return;
  const auto held = closed_values_.find({actual.series_id, actual.month.index()});
  if (held != closed_values_.end() && held->second == actual.value) return;
  faults.Add(std::move(place), FaultReason::kClosedYear, actual.month.ToString(),
             messages::ledger::MonthIsClosed(year));
}

int64_t ActualsCheck::CheckValue(const v1::Actual& actual, Flow flow, const std::string& place,
                                 FaultList& faults) const {
  switch (actual.value_case()) {
    case v1::Actual::kAmountOre:
      if (flow == Flow::kVolume) {
        faults.Add(absl::StrCat(place, ".amount_ore"), FaultReason::kWrongFlow, absl::StrCat(actual.amount_ore()),
                   messages::ledger::SeriesCountsAVolume());
      }
      CheckAmount(actual.amount_ore(), absl::StrCat(place, ".amount_ore"), faults);
      return actual.amount_ore();
    case v1::Actual::kVolume:
      if (flow != Flow::kVolume) {
        faults.Add(absl::StrCat(place, ".volume"), FaultReason::kWrongFlow, absl::StrCat(actual.volume()),
                   messages::ledger::SeriesHoldsMoney());
      }
      return CheckVolume(actual.volume(), absl::StrCat(place, ".volume"), faults);
    case v1::Actual::VALUE_NOT_SET:
      break;
  }
  faults.Add(absl::StrCat(place, ".value"), FaultReason::kMissingValue, "", messages::value::IsRequired());
  return 0;
}

ledger::NewActual ActualsCheck::Check(const v1::Actual& actual, const std::string& place, FaultList& faults) const {
  ledger::NewActual result;
  result.series_id = CheckSeriesName(actual.series(), organization_, absl::StrCat(place, ".series"), faults);
  const ledger::Series* series = FindSeries(result.series_id);
  if (series == nullptr && !result.series_id.empty()) {
    faults.Add(absl::StrCat(place, ".series"), FaultReason::kUnknown, actual.series(), messages::value::DoesNotExist());
  }
  if (series != nullptr) result.value = CheckValue(actual, series->flow, place, faults);
  const std::optional<Month> month = CheckMonth(actual.month(), absl::StrCat(place, ".month"), faults);
  if (month.has_value()) {
    result.month = *month;
    CheckMonthOpen(result, absl::StrCat(place, ".month"), faults);
  }
  return result;
}

void CheckNoDuplicates(const std::vector<ledger::NewActual>& actuals, const std::vector<std::string>& places,
                       FaultList& faults) {
  absl::flat_hash_map<std::pair<std::string, int>, size_t> seen;
  for (size_t i = 0; i < actuals.size(); ++i) {
    const auto [first, added] = seen.try_emplace({actuals[i].series_id, actuals[i].month.index()}, i);
    if (added || actuals[i].series_id.empty()) continue;
    faults.Add(places[i], FaultReason::kDuplicate, absl::StrCat(actuals[i].series_id, " ", actuals[i].month.ToString()),
               messages::ledger::StandsAlreadyAt(Argument::Place(places[first->second])));
  }
}

void CheckSizes(const std::vector<ledger::NewActual>& actuals, const std::vector<std::string>& places,
                FaultList& faults) {
  for (size_t i = 0; i < actuals.size(); ++i) {
    CheckAmount(actuals[i].value, absl::StrCat(places[i], ": amount"), faults);
  }
}

absl::Status CheckRoomForForecasts(ledger::Reader& reader, const std::string& organization,
                                   const std::vector<ledger::NewActual>& actuals,
                                   const std::vector<std::string>& places, FaultList& faults) {
  if (actuals.empty()) return absl::OkStatus();
  const auto size = [](int64_t value) { return std::abs(static_cast<double>(value)); };
  const auto largest = std::max_element(
      actuals.begin(), actuals.end(),
      [&](const ledger::NewActual& a, const ledger::NewActual& b) { return size(a.value) < size(b.value); });
  if (size(largest->value) <= kHarmlessMonth) return absl::OkStatus();
  absl::flat_hash_map<std::string, double> by_series;
  const auto take = [&](const std::string& series, int64_t value) {
    double& most = by_series[series];
    most = std::max(most, size(value));
  };
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> held, reader.ListActuals(organization, {}));
  for (const ledger::Actual& actual : held) take(actual.series_id, actual.value);
  for (const ledger::NewActual& actual : actuals) take(actual.series_id, actual.value);
  double total = 0.0;
  for (const auto& [series, most] : by_series) total += most;
  if (total <= kMostOfMonthsTogether) return absl::OkStatus();
  faults.Add(absl::StrCat(places[static_cast<size_t>(largest - actuals.begin())], ": amount"), FaultReason::kOutOfRange,
             absl::StrCat(largest->value), messages::ledger::MonthsAreTooLarge(MostOfMonthsTogether()));
  return absl::OkStatus();
}

absl::Status ActualsStatus(const FaultList& faults) {
  const bool only_closed_years =
      !faults.empty() && std::all_of(faults.faults().begin(), faults.faults().end(),
                                     [](const Fault& fault) { return fault.reason == FaultReason::kClosedYear; });
  if (!only_closed_years) return faults.ToStatus();
  return WithReason(faults.ToStatus(absl::StatusCode::kFailedPrecondition), v1::REASON_YEAR_CLOSED);
}

}  // namespace prognos::service
