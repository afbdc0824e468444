#include "forecast/service/drivers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/service/conversion.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxDrivers = 2'000;
constexpr int kMaxDriverTerms = 100;  // Rates, and bookings, of one series.
constexpr int64_t kMaxDriverRate = 1'000'000'000'000;
// A rate is said in thousandths of an öre.
constexpr Unit kRateUnit{kMoneyUnit.parts_per_whole * 1000, 0};

// A statement of a request; what has a fault is not meant to be used.
struct CheckedDriver {
  std::string series;
  std::string driver;  // Empty: none any more.
  v1::Driver content;  // Rates and bookings in the order of their months.
};

// The months of rates or bookings, each once.
template <typename Dated>
void CheckFirstMonths(const google::protobuf::RepeatedPtrField<Dated>& dated, const std::string& place,
                      FaultList& faults) {
  std::set<std::string> seen;
  for (int at = 0; at < dated.size(); ++at) {
    const std::string at_place = absl::StrCat(place, "[", at, "].first_month");
    CheckMonth(dated.Get(at).first_month(), at_place, faults);
    if (seen.insert(dated.Get(at).first_month()).second) continue;
    faults.Add(at_place, FaultReason::kDuplicate, dated.Get(at).first_month(),
               messages::value::StandsTwiceInTheRequest());
  }
}

void CheckRates(const v1::Driver& driver, const std::string& place, FaultList& faults) {
  if (driver.rates().empty() || !CheckCount(driver.rates_size(), kMaxDriverTerms, place, faults)) return;
  CheckFirstMonths(driver.rates(), place, faults);
  for (int at = 0; at < driver.rates_size(); ++at) {
    const int64_t amount = driver.rates(at).amount();
    if (amount >= 0 && amount <= kMaxDriverRate) continue;
    faults.Add(absl::StrCat(place, "[", at, "].amount"), FaultReason::kOutOfRange, absl::StrCat(amount),
               messages::value::MustBeBetween(0, kMaxDriverRate));
  }
}

void CheckBookings(const v1::Driver& driver, const std::string& place, FaultList& faults) {
  if (driver.bookings().empty() || !CheckCount(driver.bookings_size(), kMaxDriverTerms, place, faults)) return;
  CheckFirstMonths(driver.bookings(), place, faults);
  for (int at = 0; at < driver.bookings_size(); ++at) {
    const int months = driver.bookings(at).months();
    if (months >= 1 && months <= kMonthsPerYear && kMonthsPerYear % months == 0) continue;
    faults.Add(absl::StrCat(place, "[", at, "].months"), FaultReason::kOutOfRange, absl::StrCat(months),
               messages::followup::DividesNoYear());
  }
}

void CheckKindOf(const v1::Driver& driver, const std::string& place, FaultList& faults) {
  if (driver.driver().empty()) return;
  if (driver.kind() == 0) {
    faults.Add(absl::StrCat(place, ".kind"), FaultReason::kMissingValue, "", messages::value::IsRequired());
  } else if (!v1::DriverKind_IsValid(driver.kind())) {
    faults.Add(absl::StrCat(place, ".kind"), FaultReason::kOutOfRange, absl::StrCat(driver.kind()),
               messages::followup::IsNoKindOfDriver());
  }
}

// Only a refund has rates and bookings.
void CheckTermsBelong(const v1::Driver& driver, const std::string& place, FaultList& faults) {
  if (driver.kind() == v1::DRIVER_KIND_REFUND_LATER && !driver.driver().empty()) return;
  const auto refuse = [&](bool is_given, const char* field) {
    if (!is_given) return;
    faults.Add(absl::StrCat(place, ".", field), FaultReason::kInconsistent, "", messages::followup::IsOnlyOfARefund());
  };
  refuse(driver.rates_size() > 0, "rates");
  refuse(driver.bookings_size() > 0, "bookings");
}

template <typename Dated>
void SortByFirstMonth(google::protobuf::RepeatedPtrField<Dated>& dated) {
  std::stable_sort(dated.begin(), dated.end(),
                   [](const Dated& a, const Dated& b) { return a.first_month() < b.first_month(); });
}

CheckedDriver CheckDriver(const v1::Driver& driver, const std::string& organization, const std::string& place,
                          FaultList& faults) {
  CheckedDriver checked;
  checked.series = CheckSeriesName(driver.series(), organization, absl::StrCat(place, ".series"), faults);
  if (!driver.driver().empty()) {
    checked.driver = CheckSeriesName(driver.driver(), organization, absl::StrCat(place, ".driver"), faults);
    checked.content = driver;
  }
  CheckKindOf(driver, place, faults);
  CheckTermsBelong(driver, place, faults);
  CheckRates(driver, absl::StrCat(place, ".rates"), faults);
  CheckBookings(driver, absl::StrCat(place, ".bookings"), faults);
  SortByFirstMonth(*checked.content.mutable_rates());
  SortByFirstMonth(*checked.content.mutable_bookings());
  return checked;
}

absl::StatusOr<std::vector<CheckedDriver>> CheckDrivers(const v1::PutDriversRequest& request,
                                                        const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  if (!CheckCount(request.drivers_size(), kMaxDrivers, "drivers", faults)) return faults.ToStatus();
  std::vector<CheckedDriver> drivers;
  std::set<std::string> seen;
  for (int at = 0; at < request.drivers_size(); ++at) {
    const std::string place = absl::StrCat("drivers[", at, "]");
    drivers.push_back(CheckDriver(request.drivers(at), organization, place, faults));
    const std::string& series = drivers.back().series;
    if (series.empty() || seen.insert(series).second) continue;
    faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, series,
               messages::value::StandsTwiceInTheRequest());
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return drivers;
}

using FlowsById = std::map<std::string, Flow>;

absl::StatusOr<FlowsById> ReadFlows(ledger::Reader& reader, const std::string& organization) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization));
  FlowsById flows;
  for (const ledger::Series& one : series) flows[one.id] = one.flow;
  return flows;
}

// Both series exist and go together.
void CheckFlows(const CheckedDriver& driver, const FlowsById& flows, const std::string& place, FaultList& faults) {
  const auto flow_of = [&](const std::string& id, const char* field) {
    const auto found = flows.find(id);
    if (found != flows.end()) return found->second;
    faults.Add(absl::StrCat(place, ".", field), FaultReason::kUnknown, id, messages::value::DoesNotExist());
    return Flow::kUnspecified;
  };
  const Flow driven = flow_of(driver.series, "series");
  if (driver.driver.empty()) return;
  const Flow driving = flow_of(driver.driver, "driver");
  const bool is_refund = driver.content.kind() == v1::DRIVER_KIND_REFUND_LATER;
  if (driven != Flow::kUnspecified && driven != (is_refund ? Flow::kRevenue : Flow::kCost)) {
    faults.Add(absl::StrCat(place, ".series"), FaultReason::kWrongFlow, driver.series,
               is_refund ? messages::followup::OnlyARevenueIsRefunded() : messages::followup::OnlyACostHasAPrice());
  }
  if (driving == Flow::kUnspecified || driving == Flow::kVolume || (is_refund && driving == Flow::kCost)) return;
  faults.Add(absl::StrCat(place, ".driver"), FaultReason::kWrongFlow, driver.driver,
             is_refund ? messages::followup::IsNeitherVolumeNorCost() : messages::followup::IsNoVolume());
}

// Those that would be in force: no series is driven and drives.
void CheckChains(const std::vector<CheckedDriver>& drivers, std::map<std::string, std::string> driver_of,
                 FaultList& faults) {
  for (const CheckedDriver& one : drivers) {
    if (one.driver.empty()) {
      driver_of.erase(one.series);
    } else {
      driver_of[one.series] = one.driver;
    }
  }
  std::set<std::string> driving;
  for (const auto& [series, driver] : driver_of) driving.insert(driver);
  for (size_t at = 0; at < drivers.size(); ++at) {
    if (drivers[at].driver.empty()) continue;
    const std::string place = absl::StrCat("drivers[", at, "]");
    if (driving.contains(drivers[at].series)) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kInconsistent, drivers[at].series,
                 messages::followup::DrivesAnother());
    } else if (driver_of.contains(drivers[at].driver)) {
      faults.Add(absl::StrCat(place, ".driver"), FaultReason::kInconsistent, drivers[at].driver,
                 messages::followup::IsDrivenItself());
    }
  }
}

absl::Status CheckDriversFit(ledger::Reader& reader, const std::string& organization,
                             const std::vector<CheckedDriver>& drivers) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const FlowsById flows, ReadFlows(reader, organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto recorded, ReadDrivers(reader, organization, std::nullopt));
  std::map<std::string, std::string> driver_of;
  for (const auto& [series, driver] : recorded) driver_of[series] = ParseSeriesName(driver.driver())->id;
  FaultList faults;
  for (size_t at = 0; at < drivers.size(); ++at) {
    CheckFlows(drivers[at], flows, absl::StrCat("drivers[", at, "]"), faults);
  }
  CheckChains(drivers, std::move(driver_of), faults);
  return faults.ToStatus();
}

// What was never driven is not recorded as driven by none.
absl::StatusOr<std::vector<ledger::NewFollowUp>> RowsOf(ledger::Reader& reader, const std::string& organization,
                                                        const std::vector<CheckedDriver>& drivers) {
  PROGNOS_ASSIGN_OR_RETURN(const auto recorded, ReadDrivers(reader, organization, std::nullopt));
  std::vector<ledger::NewFollowUp> rows;
  for (const CheckedDriver& one : drivers) {
    if (one.driver.empty() && !recorded.contains(one.series)) continue;
    rows.push_back({ledger::FollowUpKind::kDriver, one.series, 0, ContentOf(one.content)});
  }
  return rows;
}

models::RefundTerms RefundTermsOf(const v1::Driver& driver) {
  models::RefundTerms terms;
  for (const v1::DriverRate& rate : driver.rates()) {
    terms.rates.push_back({*Month::Parse(rate.first_month()), kRateUnit.Wholes(static_cast<double>(rate.amount()))});
  }
  for (const v1::DriverBooking& booking : driver.bookings()) {
    terms.bookings.push_back({*Month::Parse(booking.first_month()), booking.months()});
  }
  return terms;
}

// The planned volumes of a year, by series.
absl::StatusOr<std::map<std::string, MonthlySeries>> ReadPlannedVolumes(ledger::Reader& reader,
                                                                        const std::string& organization, int year,
                                                                        std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const auto rows,
                           reader.ListFollowUps(organization, ledger::FollowUpKind::kVolumePlan, as_of));
  std::map<std::string, MonthlySeries> planned;
  for (const ledger::FollowUp& row : rows) {
    if (row.what.period != year) continue;
    v1::VolumePlan plan;
    PROGNOS_RETURN_IF_ERROR(ReadContent(row, SeriesName(organization, row.what.item_id), plan));
    MonthlySeries& of_year = planned[row.what.item_id];
    of_year = {Month::January(year), Vector(plan.planned_size())};
    for (int at = 0; at < plan.planned_size(); ++at) of_year.values[at] = static_cast<double>(plan.planned(at));
  }
  return planned;
}

}  // namespace

absl::StatusOr<std::map<std::string, v1::Driver>> ReadDrivers(ledger::Reader& reader, const std::string& organization,
                                                              std::optional<absl::Time> as_of) {
  std::map<std::string, v1::Driver> drivers;
  PROGNOS_RETURN_IF_ERROR(ReadItems(reader, organization, ledger::FollowUpKind::kDriver, as_of, SeriesName, drivers));
  std::erase_if(drivers, [](const auto& one) { return one.second.driver().empty(); });
  return drivers;
}

absl::StatusOr<std::vector<outlook::DriverInput>> ReadDriverInputs(ledger::Reader& reader,
                                                                   const std::string& organization,
                                                                   const std::vector<ledger::Series>& series, int year,
                                                                   std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const auto drivers, ReadDrivers(reader, organization, as_of));
  std::vector<outlook::DriverInput> inputs;
  if (drivers.empty()) return inputs;
  PROGNOS_ASSIGN_OR_RETURN(auto planned, ReadPlannedVolumes(reader, organization, year, as_of));
  const auto index_of = [&](const std::string& name) {
    const auto found =
        absl::c_find_if(series, [&](const ledger::Series& one) { return SeriesName(organization, one.id) == name; });
    return found == series.end() ? -1 : static_cast<int>(found - series.begin());
  };
  for (const auto& [id, driver] : drivers) {
    outlook::DriverInput input;
    input.link.series = index_of(driver.series());
    input.link.driver = index_of(driver.driver());
    if (input.link.series < 0 || input.link.driver < 0) continue;
    input.link.kind = static_cast<cases::DriverKind>(driver.kind());
    input.link.refund = RefundTermsOf(driver);
    const ledger::Series& driving = series[static_cast<size_t>(input.link.driver)];
    input.unit = driving.unit;
    const auto plan = planned.find(driving.id);
    if (plan != planned.end()) input.planned = plan->second;
    inputs.push_back(std::move(input));
  }
  return inputs;
}

absl::Status PutDriversInCall(const Call& call, const v1::PutDriversRequest& request,
                              v1::PutDriversResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<CheckedDriver> drivers, CheckDrivers(request, organization));
  const auto write = [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(CheckDriversFit(writer, organization, drivers));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewFollowUp> rows, RowsOf(writer, organization, drivers));
    PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult result,
                             writer.AppendFollowUps(organization, rows, call.Recording()));
    response.set_stored_count(static_cast<int>(result.stored));
    response.set_unchanged_count(static_cast<int>(drivers.size()) - response.stored_count());
    return absl::OkStatus();
  };
  return call.WriteOnce(KeyOf(organization, "PutDrivers", request), request.validate_only(), response, write);
}

absl::Status ListDriversInCall(const Call& call, const v1::ListDriversRequest& request,
                               v1::ListDriversResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  FaultList faults;
  std::optional<absl::Time> as_of;
  if (request.has_as_of()) as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization, as_of).status());
    PROGNOS_ASSIGN_OR_RETURN(auto drivers, ReadDrivers(reader, organization, as_of));
    for (auto& [series, driver] : drivers) *response.add_drivers() = std::move(driver);
    return absl::OkStatus();
  });
}

}  // namespace prognos::service
