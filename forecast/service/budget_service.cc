#include "forecast/service/budget_service.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/status_macros.h"
#include "forecast/budget/in_force.h"
#include "forecast/budget/phasing.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/actuals_check.h"
#include "forecast/service/budget_table.h"
#include "forecast/service/conversion.h"
#include "forecast/service/error.h"
#include "forecast/service/import_tables.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/series_data.h"
#include "forecast/service/table_lines.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/budget.h"
#include "messages/ledger.h"
#include "messages/note.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxLines = 20'000;
constexpr int kMaxDescription = 200;

// The twelve amounts of a line and their sum; faults when they are not twelve, too large, or contradict the yearly one.
void CheckMonthlyAmounts(const v1::BudgetLine& line, const std::string& place, ledger::BudgetLine& result,
                         FaultList& faults) {
  const std::string months_place = absl::StrCat(place, ".monthly_amounts_ore");
  if (line.monthly_amounts_ore_size() != 12) {
    faults.Add(months_place, FaultReason::kOutOfRange, absl::StrCat(line.monthly_amounts_ore_size()),
               messages::budget::IsNotTwelveAmounts());
    return;
  }
  for (int i = 0; i < 12; ++i) {
    CheckAmount(line.monthly_amounts_ore(i), absl::StrCat(months_place, "[", i, "]"), faults);
    result.monthly_ore[i] = std::clamp(line.monthly_amounts_ore(i), -kMaxAmountOre, kMaxAmountOre);
  }
  const int64_t sum = std::accumulate(result.monthly_ore.begin(), result.monthly_ore.end(), int64_t{0});
  if (line.amount_ore() != 0 && line.amount_ore() != sum) {
    faults.Add(absl::StrCat(place, ".amount_ore"), FaultReason::kInconsistent, absl::StrCat(line.amount_ore()),
               messages::budget::IsNotTheSum(Argument::Amount(sum)));
  }
  CheckAmount(sum, absl::StrCat(place, ".amount_ore"), faults);
  result.amount_ore = sum;
}

ledger::BudgetLine CheckLine(const v1::BudgetLine& line, const std::string& organization, const std::string& place,
                             FaultList& faults) {
  ledger::BudgetLine result;
  result.series_id = CheckSeriesName(line.series(), organization, absl::StrCat(place, ".series"), faults);
  result.amount_ore = line.amount_ore();
  CheckAmount(line.amount_ore(), absl::StrCat(place, ".amount_ore"), faults);
  if (line.phasing() == v1::PHASING_MONTHLY_AMOUNTS) {
    result.phasing = ledger::Phasing::kMonthlyAmounts;
    CheckMonthlyAmounts(line, place, result, faults);
    return result;
  }
  if (!v1::Phasing_IsValid(line.phasing())) {
    faults.Add(absl::StrCat(place, ".phasing"), FaultReason::kUnknown, absl::StrCat(line.phasing()),
               messages::budget::IsNotAPhasing());
  }
  if (line.monthly_amounts_ore_size() != 0) {
    faults.Add(absl::StrCat(place, ".monthly_amounts_ore"), FaultReason::kInconsistent, "",
               messages::budget::MonthsMustBeEmpty());
  }
  result.phasing = line.phasing() == v1::PHASING_LAST_YEAR ? ledger::Phasing::kLastYear : ledger::Phasing::kEven;
  return result;
}

absl::StatusOr<ledger::BudgetVersion> CheckVersion(const v1::SetBudgetRequest& request,
                                                   const std::string& organization) {
  const v1::BudgetVersion& budget = request.budget();
  FaultList faults;
  ledger::BudgetVersion version;
  CheckRequestId(request.request_id(), faults);
  CheckYear(budget.year(), "budget.year", faults);
  version.year = budget.year();
  version.decision_date = CheckDate(budget.decision_date(), "budget.decision_date", faults).value_or(absl::CivilDay());
  CheckText(budget.description(), kMaxDescription, false, "budget.description", faults);
  version.description = budget.description();
  if (!CheckCount(budget.lines_size(), kMaxLines, "budget.lines", faults)) return faults.ToStatus();
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < budget.lines_size(); ++i) {
    const std::string place = absl::StrCat("budget.lines[", i, "]");
    version.lines.push_back(CheckLine(budget.lines(i), organization, place, faults));
    const std::string& id = version.lines.back().series_id;
    if (!id.empty() && !seen.insert(id).second) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, id, messages::budget::StandsTwice());
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return version;
}

absl::flat_hash_map<std::string, Flow> FlowsOf(const std::vector<ledger::Series>& series) {
  absl::flat_hash_map<std::string, Flow> flows;
  for (const ledger::Series& one : series) flows[one.id] = one.flow;
  return flows;
}

absl::Status CheckSeriesOfLines(const ledger::BudgetVersion& version,
                                const absl::flat_hash_map<std::string, Flow>& flows) {
  FaultList faults;
  for (size_t i = 0; i < version.lines.size(); ++i) {
    const auto found = flows.find(version.lines[i].series_id);
    const std::string place = absl::StrCat("budget.lines[", i, "].series");
    if (found == flows.end()) {
      faults.Add(place, FaultReason::kUnknown, version.lines[i].series_id, messages::value::DoesNotExist());
    } else if (found->second == Flow::kVolume) {
      faults.Add(place, FaultReason::kWrongFlow, version.lines[i].series_id, messages::budget::SeriesIsAVolume());
    }
  }
  return faults.ToStatus();
}

absl::Status CheckYearOpen(const ledger::Organization& organization, int year) {
  const std::vector<int>& closed = organization.closed_years;
  if (std::find(closed.begin(), closed.end(), year) == closed.end()) return absl::OkStatus();
  return WithReason(FaultStatus(absl::StatusCode::kFailedPrecondition, "budget.year", FaultReason::kClosedYear,
                                absl::StrCat(year), messages::budget::YearIsClosed()),
                    v1::REASON_YEAR_CLOSED);
}

// Fills the twelve months of the lines that are not given by month.
void PhaseLines(ledger::BudgetVersion& version, const SeriesById& histories) {
  static const auto& none = *new MonthlySeries();
  for (ledger::BudgetLine& line : version.lines) {
    const auto history = histories.find(line.series_id);
    budget::Phase(line, version.year, history == histories.end() ? none : history->second);
  }
}

double LargestMonth(const ledger::BudgetLine& line) {
  double largest = 0.0;
  for (const int64_t ore : line.monthly_ore) largest = std::max(largest, std::abs(static_cast<double>(ore)));
  return largest;
}

// A fault at the largest line of `version` when it makes the largest months of all budgets of the organization add up
// to so much that no forecast could be computed. The outcome's half of what outlook/validation.h allows is checked at
// import (actuals_check.h); this is the other half.
absl::Status CheckRoomForForecasts(ledger::Reader& reader, const std::string& organization,
                                   const ledger::BudgetVersion& version) {
  const auto largest = std::max_element(
      version.lines.begin(), version.lines.end(),
      [](const ledger::BudgetLine& a, const ledger::BudgetLine& b) { return LargestMonth(a) < LargestMonth(b); });
  if (largest == version.lines.end() || LargestMonth(*largest) <= kHarmlessMonth) return absl::OkStatus();
  absl::flat_hash_map<std::string, double> by_series;
  const auto take = [&by_series](const ledger::BudgetVersion& one) {
    for (const ledger::BudgetLine& line : one.lines) {
      double& most = by_series[line.series_id];
      most = std::max(most, LargestMonth(line));
    }
  };
  take(version);
  ledger::BudgetQuery query;
  for (query.year = Month::kFirstYear; query.year <= Month::kLastYear; ++query.year) {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> held,
                             reader.ListBudgetVersions(organization, query));
    for (const ledger::BudgetVersion& one : held) take(one);
  }
  double total = 0.0;
  for (const auto& [series, most] : by_series) total += most;
  if (total <= kMostOfMonthsTogether) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument,
                     absl::StrCat("budget.lines[", largest - version.lines.begin(), "].amount_ore"),
                     FaultReason::kOutOfRange, absl::StrCat(largest->amount_ore),
                     messages::ledger::MonthsAreTooLarge(MostOfMonthsTogether()));
}

absl::Status StoreVersion(ledger::Writer& writer, const std::string& organization, ledger::BudgetVersion version,
                          v1::BudgetVersion& answer) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, writer.GetOrganization(organization));
  PROGNOS_RETURN_IF_ERROR(CheckYearOpen(found, version.year));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, writer.ListSeries(organization));
  const absl::flat_hash_map<std::string, Flow> flows = FlowsOf(series);
  PROGNOS_RETURN_IF_ERROR(CheckSeriesOfLines(version, flows));
  ledger::ActualsQuery last_year;
  last_year.first_month = Month::January(version.year) - 12;
  last_year.last_month = Month::January(version.year) - 1;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, writer.ListActuals(organization, last_year));
  PhaseLines(version, ToMonthlySeries(actuals));
  PROGNOS_RETURN_IF_ERROR(CheckRoomForForecasts(writer, organization, version));
  PROGNOS_ASSIGN_OR_RETURN(version.version, writer.InsertBudgetVersion(organization, version));
  answer = ToProto(version);
  for (const ledger::BudgetLine& line : version.lines) {
    v1::BudgetLine& added = *answer.add_lines();
    added = ToProto(organization, line);
    added.set_decision_date(answer.decision_date());
  }
  return absl::OkStatus();
}

absl::StatusOr<ledger::BudgetQuery> CheckQuery(const v1::GetBudgetRequest& request) {
  FaultList faults;
  ledger::BudgetQuery query;
  CheckYear(request.year(), "year", faults);
  query.year = request.year();
  if (!request.date().empty()) query.decided_by = CheckDate(request.date(), "date", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

absl::Status FillBudget(ledger::Reader& reader, const std::string& organization, const ledger::BudgetQuery& query,
                        v1::GetBudgetResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree tree, ReadTree(reader, organization, query.as_of));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(organization, query.as_of));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> versions,
                           reader.ListBudgetVersions(organization, query));
  for (const ledger::BudgetVersion& version : versions) *response.add_versions() = ToProto(version);
  const absl::flat_hash_map<std::string, budget::LineInForce> lines = budget::LinesInForce(versions);
  for (const ledger::Series& one : InTreeOrder(tree, std::move(series))) {
    const auto found = lines.find(one.id);
    if (found == lines.end()) continue;
    v1::BudgetLine& added = *response.add_lines();
    added = ToProto(organization, found->second.line);
    added.set_decision_date(absl::FormatCivilTime(found->second.decision_date));
  }
  return absl::OkStatus();
}

ledger::BudgetVersion RecordedBy(const Call& call, ledger::BudgetVersion version) {
  const ledger::Recording recording = call.Recording();
  version.record_time = recording.time;
  version.author = recording.author;
  return version;
}

v1::SetBudgetRequest RequestOf(const v1::ImportBudgetRequest& request, const BudgetTable& table) {
  v1::SetBudgetRequest result;
  result.set_organization(request.organization());
  result.set_request_id(request.request_id());
  v1::BudgetVersion& budget = *result.mutable_budget();
  budget.set_year(request.year());
  budget.set_decision_date(request.decision_date());
  budget.set_description(request.description());
  budget.mutable_lines()->Assign(table.lines.begin(), table.lines.end());
  return result;
}

absl::Status ImportBudgetTable(const Call& call, const v1::ImportBudgetRequest& request,
                               v1::ImportBudgetResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  const WriteKey key = KeyOf(organization, "ImportBudget", request);
  PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request.content(), response));
  if (!tree.has_value()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const BudgetTable table, ReadBudgetTable(request.content(), organization, *tree));
  absl::StatusOr<ledger::BudgetVersion> version = CheckVersion(RequestOf(request, table), organization);
  if (!version.ok()) return AtLines(version.status(), table.line_numbers);
  for (const Message& note : table.notes) {
    response.add_notes(note.English());
    *response.add_note_messages() = prognos::ToProto(note);
  }
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) {
    return AtLines(StoreVersion(writer, organization, RecordedBy(call, *version), *response.mutable_budget()),
                   table.line_numbers);
  });
}

}  // namespace

grpc::ServerUnaryReactor* BudgetService::SetBudget(grpc::CallbackServerContext* context,
                                                   const v1::SetBudgetRequest* request,
                                                   v1::SetBudgetResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const ledger::BudgetVersion version, CheckVersion(*request, organization));
    return call.WriteOnce(
        KeyOf(organization, "SetBudget", *request), request->validate_only(), *response, [&](ledger::Writer& writer) {
          return StoreVersion(writer, organization, RecordedBy(call, version), *response->mutable_budget());
        });
  });
}

grpc::ServerUnaryReactor* BudgetService::ImportBudget(grpc::CallbackServerContext* context,
                                                      const v1::ImportBudgetRequest* request,
                                                      v1::ImportBudgetResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ImportBudgetTable(call, *request, *response); });
}

grpc::ServerUnaryReactor* BudgetService::GetBudget(grpc::CallbackServerContext* context,
                                                   const v1::GetBudgetRequest* request,
                                                   v1::GetBudgetResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const ledger::BudgetQuery query, CheckQuery(*request));
    return call.Read(organization,
                     [&](ledger::Reader& reader) { return FillBudget(reader, organization, query, *response); });
  });
}

}  // namespace prognos::service
