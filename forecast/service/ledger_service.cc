#include "forecast/service/ledger_service.h"

#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/series/round.h"
#include "forecast/service/conversion.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/delete_activity.h"
#include "forecast/service/error.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/import_actuals.h"
#include "forecast/service/import_file.h"
#include "forecast/service/import_tables.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/missing_months.h"
#include "forecast/service/month_marks.h"
#include "forecast/service/names.h"
#include "forecast/service/paging.h"
#include "forecast/service/period_lines.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/ledger.h"
#include "messages/refusal.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

// What a ListActuals page continues after: the series and month of its last row.
std::string AfterKey(const ledger::Actual& actual) { return absl::StrCat(actual.series_id, " ", actual.month.index()); }

std::optional<std::pair<std::string, Month>> ParseAfterKey(const std::string& key) {
  const std::vector<std::string> parts = absl::StrSplit(key, ' ');
  int index = 0;
  const int first = Month::kFirstYear * kMonthsPerYear;
  const int last = Month::kLastYear * kMonthsPerYear + kMonthsPerYear - 1;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &index) || index < first || index > last) return std::nullopt;
  return std::make_pair(parts[0], Month::FromIndex(index));
}

absl::StatusOr<ledger::ActualsQuery> CheckActualsQuery(const v1::ListActualsRequest& request,
                                                       const std::string& organization) {
  FaultList faults;
  ledger::ActualsQuery query;
  if (!request.series().empty()) query.series_id = CheckSeriesName(request.series(), organization, "series", faults);
  if (!request.first_month().empty()) query.first_month = CheckMonth(request.first_month(), "first_month", faults);
  if (!request.last_month().empty()) query.last_month = CheckMonth(request.last_month(), "last_month", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

// The request without what differs from page to page.
std::string PageIdentity(v1::ListActualsRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  return request.SerializeAsString();
}

absl::Status FillActuals(const std::string& organization, const std::vector<ledger::Actual>& actuals,
                         ledger::Reader& reader, v1::ListActualsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization));
  absl::flat_hash_map<std::string, Flow> flows;
  for (const ledger::Series& one : series) flows[one.id] = one.flow;
  for (const ledger::Actual& actual : actuals) {
    *response.add_actuals() = ToProto(organization, actual, flows[actual.series_id]);
  }
  return absl::OkStatus();
}

absl::Status ListActualsPage(const Call& call, const v1::ListActualsRequest& request,
                             v1::ListActualsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(ledger::ActualsQuery query, CheckActualsQuery(request, organization));
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), 1000, 10'000));
  PROGNOS_ASSIGN_OR_RETURN(const std::string after,
                           call.page_tokens().Parse(PageIdentity(request), request.page_token()));
  query.after = ParseAfterKey(after);
  if (!after.empty() && !query.after.has_value()) return NotATokenOfThisRequest(request.page_token());
  query.limit = page_size + 1;  // One more tells whether there is a next page.
  return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(CheckSeriesExists(reader, organization, query.series_id));
    PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Actual> actuals, reader.ListActuals(organization, query));
    if (static_cast<int>(actuals.size()) > page_size) {
      actuals.resize(page_size);
      response.set_next_page_token(call.page_tokens().Make(PageIdentity(request), AfterKey(actuals.back())));
    }
    return FillActuals(organization, actuals, reader, response);
  });
}

// Periods up to a month, as known at a moment.
struct PeriodsQuery {
  std::optional<Month> until;
  std::optional<absl::Time> as_of;
  int rolling_months = 0;
};

constexpr int kMostRollingMonths = 60;

absl::StatusOr<PeriodsQuery> CheckPeriodsQuery(const v1::ComparePeriodsRequest& request) {
  FaultList faults;
  PeriodsQuery query;
  if (!request.until_month().empty()) query.until = CheckMonth(request.until_month(), "until_month", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  query.rolling_months = request.rolling_months();
  if (query.rolling_months < 0 || query.rolling_months > kMostRollingMonths) {
    faults.Add("rolling_months", FaultReason::kOutOfRange, absl::StrCat(query.rolling_months),
               messages::value::MustBeBetween(0, kMostRollingMonths));
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

absl::StatusOr<BookedLedger> ReadBooked(ledger::Reader& reader, const std::string& organization,
                                        const PeriodsQuery& query) {
  BookedLedger booked;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities,
                           reader.ListActivities(organization, query.as_of));
  PROGNOS_ASSIGN_OR_RETURN(booked.tree, ledger::ActivityTree::Build(activities));
  PROGNOS_ASSIGN_OR_RETURN(booked.series, reader.ListSeries(organization, query.as_of));
  PROGNOS_ASSIGN_OR_RETURN(booked.cost_types, reader.ListCostTypes(organization, query.as_of));
  PROGNOS_ASSIGN_OR_RETURN(booked.actuals,
                           reader.ListActuals(organization, {.last_month = query.until, .as_of = query.as_of}));
  return booked;
}

absl::Status ListOrganizationsPage(const Call& call, const v1::ListOrganizationsRequest& request,
                                   v1::ListOrganizationsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), 100, 1000));
  PROGNOS_ASSIGN_OR_RETURN(const std::string after,
                           call.page_tokens().Parse("ListOrganizations", request.page_token()));
  return call.Read([&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Organization> organizations,
                             reader.ListOrganizations(after, page_size + 1));
    if (static_cast<int>(organizations.size()) > page_size) {
      organizations.resize(page_size);
      response.set_next_page_token(call.page_tokens().Make("ListOrganizations", organizations.back().id));
    }
    for (const ledger::Organization& one : organizations) *response.add_organizations() = ToProto(one);
    return absl::OkStatus();
  });
}

// The reason counts only where it is needed, so that none stands on a year that has all its months.
absl::Status CloseCompleteYear(ledger::Writer& writer, const std::string& organization, ledger::YearChange change,
                               const ledger::Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<Month> missing, MissingMonthsOfYear(writer, organization, change.year));
  if (!missing.empty() && change.reason.empty()) {
    return WithReason(MessageStatus(absl::StatusCode::kFailedPrecondition,
                                    messages::refusal::MonthsOfTheYearAreMissing(MonthsText(missing))),
                      v1::REASON_MONTHS_MISSING);
  }
  if (missing.empty()) change.reason.clear();
  return writer.SetYearClosed(organization, change, recording);
}

template <typename Response>
absl::Status SetYearClosed(const Call& call, const std::string& name, const ledger::YearChange& change,
                           const WriteKey& key, Response& response) {
  constexpr int kLongestReason = 200;
  FaultList faults;
  CheckOrganizationName(name, "organization", faults);
  CheckRequestId(key.request_id, faults);
  CheckYear(change.year, "year", faults);
  CheckText(change.reason, kLongestReason, /*required=*/false, "reason", faults);
  const ledger::Recording recording = call.Recording();
  if (change.closed && SwedishMonth(recording.time).year() <= change.year) {
    faults.Add("year", FaultReason::kOutOfRange, absl::StrCat(change.year), messages::ledger::YearHasNotEnded());
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return call.WriteOnce(key, /*validate_only=*/false, response, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization before, writer.GetOrganization(key.organization));
    const bool closes = change.closed && !absl::c_linear_search(before.closed_years, change.year);
    PROGNOS_RETURN_IF_ERROR(closes ? CloseCompleteYear(writer, key.organization, change, recording)
                                   : writer.SetYearClosed(key.organization, change, recording));
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization changed, writer.GetOrganization(key.organization));
    *response.mutable_organization() = ToProto(changed);
    return absl::OkStatus();
  });
}

// The rounds that may have months of their own, in the order of the year.
constexpr Round kOwnRounds[] = {Round::kMarch, Round::kSpring, Round::kAutumn, Round::kOctober};

absl::StatusOr<std::map<Round, int>> CheckRounds(const v1::SetRoundsRequest& request) {
  FaultList faults;
  std::map<Round, int> months;
  CheckRequestId(request.request_id(), faults);
  if (!CheckCount(request.rounds_size(), static_cast<int>(std::size(kOwnRounds)), "rounds", faults)) {
    return faults.ToStatus();
  }
  for (int i = 0; i < request.rounds_size(); ++i) {
    const v1::RoundMonths& one = request.rounds(i);
    const std::string place = absl::StrCat("rounds[", i, "]");
    const auto round = static_cast<Round>(one.round());
    if (!absl::c_linear_search(kOwnRounds, round)) {
      faults.Add(absl::StrCat(place, ".round"), FaultReason::kOutOfRange, absl::StrCat(one.round()),
                 messages::ledger::RoundHasNoMonthsOfItsOwn());
    } else if (!months.emplace(round, one.last_known_month()).second) {
      faults.Add(absl::StrCat(place, ".round"), FaultReason::kDuplicate, absl::StrCat(one.round()),
                 messages::value::StandsTwiceInTheRequest());
    }
    if (one.last_known_month() < 1 || one.last_known_month() > 11) {
      faults.Add(absl::StrCat(place, ".last_known_month"), FaultReason::kOutOfRange,
                 absl::StrCat(one.last_known_month()), messages::value::MustBeBetween(1, 11));
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return months;
}

// That the rounds follow each other in the year, `months` put in.
absl::Status CheckOrder(const ledger::Organization& organization, const std::map<Round, int>& months) {
  int before = 0;
  for (const Round round : kOwnRounds) {
    int month = LastKnownMonth(round, organization.round_months);
    if (const auto set = months.find(round); set != months.end()) month = set->second;
    if (month < before) {
      return FaultStatus(absl::StatusCode::kInvalidArgument, "rounds", FaultReason::kInconsistent, absl::StrCat(month),
                         messages::ledger::RoundsDoNotFollow(before));
    }
    before = month;
  }
  return absl::OkStatus();
}

// The tree of a year, 0: as it was loaded, and every move.
absl::Status FillActivities(ledger::Reader& reader, const std::string& organization, int year,
                            v1::ListActivitiesResponse& response) {
  TreeOfYear listed;
  if (year == 0) {
    PROGNOS_ASSIGN_OR_RETURN(listed.tree, ReadTree(reader, organization));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(listed, ReadTreeOfYear(reader, organization, year));
  }
  for (const ledger::ActivityTree::Node& node : listed.tree.nodes()) {
    *response.add_activities() = ToProto(organization, node.activity);
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ActivityMove> moves,
                           reader.ListActivityMoves(organization, std::nullopt));
  for (const ledger::ActivityMove& move : moves) *response.add_moves() = ToProto(organization, move);
  return absl::OkStatus();
}

}  // namespace

LedgerService::LedgerService(ServiceContext service) : service_(std::move(service)) {}
LedgerService::~LedgerService() = default;

grpc::ServerUnaryReactor* LedgerService::CreateOrganization(grpc::CallbackServerContext* context,
                                                            const v1::CreateOrganizationRequest* request,
                                                            v1::CreateOrganizationResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    FaultList faults;
    CheckIdentifier(request->organization_id(), "organization_id", faults);
    CheckText(request->organization().display_name(), kMaxDisplayName, true, "organization.display_name", faults);
    CheckRequestId(request->request_id(), faults);
    PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
    const std::string& id = request->organization_id();
    return call.WriteOnce(
        KeyOf(id, "CreateOrganization", *request), false, *response, [&](ledger::Writer& writer) -> absl::Status {
          const ledger::Organization created = {id, request->organization().display_name(), call.Now(), {}, 0};
          PROGNOS_RETURN_IF_ERROR(writer.InsertOrganization(created));
          *response->mutable_organization() = ToProto(created);
          return absl::OkStatus();
        });
  });
}

grpc::ServerUnaryReactor* LedgerService::GetOrganization(grpc::CallbackServerContext* context,
                                                         const v1::GetOrganizationRequest* request,
                                                         v1::GetOrganizationResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    FaultList faults;
    const std::string id = CheckOrganizationName(request->name(), "name", faults);
    PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
    return call.Read(id, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, reader.GetOrganization(id));
      *response->mutable_organization() = ToProto(found);
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* LedgerService::ListOrganizations(grpc::CallbackServerContext* context,
                                                           const v1::ListOrganizationsRequest* request,
                                                           v1::ListOrganizationsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ListOrganizationsPage(call, *request, *response); });
}

grpc::ServerUnaryReactor* LedgerService::UpsertActivities(grpc::CallbackServerContext* context,
                                                          const v1::UpsertActivitiesRequest* request,
                                                          v1::UpsertActivitiesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, CheckActivities(*request, organization));
    return call.WriteOnce(
        KeyOf(organization, "UpsertActivities", *request), request->validate_only(), *response,
        [&](ledger::Writer& writer) -> absl::Status {
          PROGNOS_RETURN_IF_ERROR(CheckTreeWith(writer, organization, activities));
          PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities(organization, activities, call.Recording()));
          for (const ledger::Activity& activity : activities) {
            *response->add_activities() = ToProto(organization, activity);
          }
          return absl::OkStatus();
        });
  });
}

grpc::ServerUnaryReactor* LedgerService::ListActivities(grpc::CallbackServerContext* context,
                                                        const v1::ListActivitiesRequest* request,
                                                        v1::ListActivitiesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    FaultList faults;
    if (request->year() != 0) CheckYear(request->year(), "year", faults);
    PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      return FillActivities(reader, organization, request->year(), *response);
    });
  });
}

grpc::ServerUnaryReactor* LedgerService::DeleteActivity(grpc::CallbackServerContext* context,
                                                        const v1::DeleteActivityRequest* request,
                                                        v1::DeleteActivityResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return DeleteActivityInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* LedgerService::UpsertCostTypes(grpc::CallbackServerContext* context,
                                                         const v1::UpsertCostTypesRequest* request,
                                                         v1::UpsertCostTypesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::CostType> types, CheckCostTypes(*request, organization));
    const auto write = [&](ledger::Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const auto list, StoreCostTypes(writer, organization, types, call.Recording()));
      for (const ledger::CostType& one : list) *response->add_cost_types() = ToProto(organization, one);
      return absl::OkStatus();
    };
    return call.WriteOnce(KeyOf(organization, "UpsertCostTypes", *request), request->validate_only(), *response, write);
  });
}

grpc::ServerUnaryReactor* LedgerService::ImportCostTypes(grpc::CallbackServerContext* context,
                                                         const v1::ImportCostTypesRequest* request,
                                                         v1::ImportCostTypesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) {
    return AtCells(ImportCostTypeTable(call, *request, *response), {request->content(), request->sheet()},
                   TableKind::kActivities);
  });
}

grpc::ServerUnaryReactor* LedgerService::ListCostTypes(grpc::CallbackServerContext* context,
                                                       const v1::ListCostTypesRequest* request,
                                                       v1::ListCostTypesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
      PROGNOS_ASSIGN_OR_RETURN(const auto list, reader.ListCostTypes(organization, std::nullopt));
      for (const ledger::CostType& one : list) *response->add_cost_types() = ToProto(organization, one);
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* LedgerService::UpsertSeries(grpc::CallbackServerContext* context,
                                                      const v1::UpsertSeriesRequest* request,
                                                      v1::UpsertSeriesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, CheckSeriesList(*request, organization));
    return call.WriteOnce(KeyOf(organization, "UpsertSeries", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) -> absl::Status {
                            PROGNOS_RETURN_IF_ERROR(CheckActivitiesExist(writer, organization, series));
                            PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries(organization, series, call.Recording()));
                            for (const ledger::Series& one : series)
                              *response->add_series() = ToProto(organization, one);
                            return absl::OkStatus();
                          });
  });
}

grpc::ServerUnaryReactor* LedgerService::ImportActivities(grpc::CallbackServerContext* context,
                                                          const v1::ImportActivitiesRequest* request,
                                                          v1::ImportActivitiesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) {
    return AtCells(ImportActivityTable(call, *request, *response), {request->content(), request->sheet()},
                   TableKind::kActivities);
  });
}

grpc::ServerUnaryReactor* LedgerService::ListSeries(grpc::CallbackServerContext* context,
                                                    const v1::ListSeriesRequest* request,
                                                    v1::ListSeriesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree tree, ReadTree(reader, organization));
      PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(organization));
      for (const ledger::Series& one : InTreeOrder(tree, std::move(series))) {
        *response->add_series() = ToProto(organization, one);
      }
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* LedgerService::SetPostingRules(grpc::CallbackServerContext* context,
                                                         const v1::SetPostingRulesRequest* request,
                                                         v1::SetPostingRulesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::PostingRule> rules, CheckPostingRules(*request, organization));
    return call.WriteOnce(KeyOf(organization, "SetPostingRules", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) -> absl::Status {
                            PROGNOS_RETURN_IF_ERROR(CheckRuleTargetsExist(writer, organization, rules));
                            PROGNOS_RETURN_IF_ERROR(StorePostingRules(writer, organization, rules, call.Recording()));
                            for (const ledger::PostingRule& rule : rules)
                              *response->add_rules() = ToProto(organization, rule);
                            return absl::OkStatus();
                          });
  });
}

grpc::ServerUnaryReactor* LedgerService::ImportPostingRules(grpc::CallbackServerContext* context,
                                                            const v1::ImportPostingRulesRequest* request,
                                                            v1::ImportPostingRulesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) {
    return AtCells(ImportRuleTable(call, *request, *response), {request->content(), request->sheet()},
                   TableKind::kRules);
  });
}

grpc::ServerUnaryReactor* LedgerService::GetPostingRules(grpc::CallbackServerContext* context,
                                                         const v1::GetPostingRulesRequest* request,
                                                         v1::GetPostingRulesResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::PostingRule> rules, reader.ListPostingRules(organization));
      for (const ledger::PostingRule& rule : rules) *response->add_rules() = ToProto(organization, rule);
      return absl::OkStatus();
    });
  });
}

grpc::ServerReadReactor<grpc::ByteBuffer>* LedgerService::ImportActuals(grpc::CallbackServerContext* context,
                                                                        grpc::ByteBuffer* response) {
  return new ImportActualsReactor(service_, context, response);
}

grpc::ServerReadReactor<grpc::ByteBuffer>* LedgerService::ImportFile(grpc::CallbackServerContext* context,
                                                                     grpc::ByteBuffer* response) {
  return new ImportFileReactor(service_, context, response);
}

grpc::ServerUnaryReactor* LedgerService::ListActuals(grpc::CallbackServerContext* context,
                                                     const v1::ListActualsRequest* request,
                                                     v1::ListActualsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ListActualsPage(call, *request, *response); });
}

grpc::ServerUnaryReactor* LedgerService::ComparePeriods(grpc::CallbackServerContext* context,
                                                        const v1::ComparePeriodsRequest* request,
                                                        v1::ComparePeriodsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const PeriodsQuery query, CheckPeriodsQuery(*request));
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const BookedLedger booked, ReadBooked(reader, organization, query));
      return FillPeriodLines(organization, booked, query.until, query.rolling_months, *response);
    });
  });
}

grpc::ServerUnaryReactor* LedgerService::SetRounds(grpc::CallbackServerContext* context,
                                                   const v1::SetRoundsRequest* request,
                                                   v1::SetRoundsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const auto months, CheckRounds(*request));
    const auto write = [&](ledger::Writer& writer) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization before, writer.GetOrganization(organization));
      PROGNOS_RETURN_IF_ERROR(CheckOrder(before, months));
      PROGNOS_RETURN_IF_ERROR(writer.SetRoundMonths(organization, months, call.Recording()));
      PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization changed, writer.GetOrganization(organization));
      *response->mutable_organization() = ToProto(changed);
      return absl::OkStatus();
    };
    return call.WriteOnce(KeyOf(organization, "SetRounds", *request), /*validate_only=*/false, *response, write);
  });
}

grpc::ServerUnaryReactor* LedgerService::MarkMonths(grpc::CallbackServerContext* context,
                                                    const v1::MarkMonthsRequest* request,
                                                    v1::MarkMonthsResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return MarkMonthsInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* LedgerService::ListMonthMarks(grpc::CallbackServerContext* context,
                                                        const v1::ListMonthMarksRequest* request,
                                                        v1::ListMonthMarksResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ListMonthMarksInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* LedgerService::CloseYear(grpc::CallbackServerContext* context,
                                                   const v1::CloseYearRequest* request,
                                                   v1::CloseYearResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    return SetYearClosed(call, request->organization(), {request->year(), true, request->reason()},
                         KeyOf(organization, "CloseYear", *request), *response);
  });
}

grpc::ServerUnaryReactor* LedgerService::ReopenYear(grpc::CallbackServerContext* context,
                                                    const v1::ReopenYearRequest* request,
                                                    v1::ReopenYearResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    return SetYearClosed(call, request->organization(), {request->year(), false},
                         KeyOf(organization, "ReopenYear", *request), *response);
  });
}

}  // namespace prognos::service
