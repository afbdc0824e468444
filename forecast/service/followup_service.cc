#include "forecast/service/followup_service.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/table_file.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/drivers.h"
#include "forecast/service/followup_withdrawal.h"
#include "forecast/service/fund_checks.h"
#include "forecast/service/fund_standing.h"
#include "forecast/service/fund_table.h"
#include "forecast/service/import_tables.h"
#include "forecast/service/indicator_checks.h"
#include "forecast/service/indicator_forecast.h"
#include "forecast/service/indicator_standing.h"
#include "forecast/service/indicator_table.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/validators.h"
#include "forecast/service/volume_plans.h"
#include "forecast/service/write_once.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

Month MonthOf(const v1::ImportFollowUpTableRequest& request) {
  const absl::StatusOr<Month> until = Month::Parse(request.until_month());
  return until.ok() ? *until : Month::January(request.year()) + 11;
}

// A year up to a month, as known at a moment.
struct YearQuery {
  int year = 0;
  Month until;
  std::optional<absl::Time> as_of;
};

// `until_month`, when it is given: a month of the request's year.
template <typename Request>
std::optional<Month> CheckUntil(const Request& request, FaultList& faults) {
  std::optional<Month> until;
  if (!request.until_month().empty()) until = CheckMonth(request.until_month(), "until_month", faults);
  if (until.has_value() && until->year() != request.year()) {
    faults.Add("until_month", FaultReason::kInconsistent, request.until_month(),
               messages::followup::IsNoMonthOfTheYear(request.year()));
  }
  return until;
}

template <typename Request>
absl::StatusOr<YearQuery> CheckYearQuery(const Request& request) {
  FaultList faults;
  YearQuery query;
  CheckYear(request.year(), "year", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  const std::optional<Month> until = CheckUntil(request, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  query.year = request.year();
  query.until = until.value_or(Month::January(query.year) + 11);
  return query;
}

template <typename Response>
absl::Status Store(ledger::Writer& writer, const std::string& organization,
                   const std::vector<ledger::NewFollowUp>& rows, const ledger::Recording& recording,
                   Response& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult result, writer.AppendFollowUps(organization, rows, recording));
  response.set_stored_count(static_cast<int>(result.stored));
  response.set_unchanged_count(static_cast<int>(result.unchanged));
  return absl::OkStatus();
}

absl::Status CheckKind(v1::FundKind kind) {
  if (kind != 0 && v1::FundKind_IsValid(kind)) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, "kind", FaultReason::kMissingValue, "",
                     messages::value::IsRequired());
}

absl::Status CheckImport(const v1::ImportFollowUpTableRequest& request) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  CheckYear(request.year(), "year", faults);
  if (request.table() == 0 || !v1::FollowUpTable_IsValid(request.table())) {
    faults.Add("table", FaultReason::kMissingValue, "", messages::value::IsRequired());
  }
  CheckUntil(request, faults);
  return faults.ToStatus();
}

// Stores what a table says: `rows` of its request, unless they have faults, or `check_fit` finds some.
template <typename Table>
absl::Status StoreTable(const Call& call, const v1::ImportFollowUpTableRequest& request, const WriteKey& key,
                        const Table& table, const absl::StatusOr<std::vector<ledger::NewFollowUp>>& rows,
                        const std::function<absl::Status(ledger::Reader&)>& check_fit,
                        v1::ImportFollowUpTableResponse& response) {
  if (!rows.ok()) return AtTableLines(rows.status(), table);
  response.set_row_count(table.row_count);
  for (const Message& note : table.notes) {
    response.add_notes(note.English());
    *response.add_note_messages() = prognos::ToProto(note);
  }
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(AtTableLines(check_fit(writer), table));
    return Store(writer, key.organization, *rows, call.Recording(), response);
  });
}

absl::Status ImportIndicators(const Call& call, const v1::ImportFollowUpTableRequest& request, const WriteKey& key,
                              const ledger::ActivityTree& tree, v1::ImportFollowUpTableResponse& response) {
  RecordedIndicators known;
  PROGNOS_RETURN_IF_ERROR(call.Read(key.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(known, ReadIndicators(reader, key.organization));
    return absl::OkStatus();
  }));
  PROGNOS_ASSIGN_OR_RETURN(
      const IndicatorTable table,
      ReadIndicatorTable({request.content(), request.sheet()}, request.year(), key.organization, tree, known));
  return StoreTable(
      call, request, key, table, CheckIndicators(table.request, key.organization, call.Now()),
      [&](ledger::Reader& reader) { return CheckIndicatorsFit(reader, key.organization, table.request); }, response);
}

v1::FundKind KindOf(v1::FollowUpTable table) {
  if (table == v1::FOLLOW_UP_TABLE_GRANTS) return v1::FUND_KIND_GRANT;
  return table == v1::FOLLOW_UP_TABLE_PROJECTS ? v1::FUND_KIND_PROJECT : v1::FUND_KIND_INVESTMENT;
}

absl::Status ImportFunds(const Call& call, const v1::ImportFollowUpTableRequest& request, const WriteKey& key,
                         const ledger::ActivityTree& tree, v1::ImportFollowUpTableResponse& response) {
  RecordedFunds known;
  PROGNOS_RETURN_IF_ERROR(call.Read(key.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(known, ReadFunds(reader, key.organization));
    return absl::OkStatus();
  }));
  PROGNOS_ASSIGN_OR_RETURN(const FundTable table,
                           ReadFundTable({request.content(), request.sheet()}, KindOf(request.table()),
                                         MonthOf(request), key.organization, tree, known));
  return StoreTable(
      call, request, key, table, CheckFunds(table.request, key.organization, call.Now()),
      [&](ledger::Reader& reader) { return CheckFundsFit(reader, key.organization, table.request); }, response);
}

absl::Status ImportVolumePlans(const Call& call, const v1::ImportFollowUpTableRequest& request, const WriteKey& key,
                               const ledger::ActivityTree& tree, v1::ImportFollowUpTableResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const VolumePlanTable table, ReadVolumePlanTable({request.content(), request.sheet()},
                                                                            request.year(), key.organization, tree));
  return StoreTable(
      call, request, key, table, CheckVolumePlans(table.request, key.organization),
      [&](ledger::Reader& reader) { return CheckVolumePlansFit(reader, key.organization, table.request.plans()); },
      response);
}

absl::Status ImportTableOf(const Call& call, const v1::ImportFollowUpTableRequest& request, const WriteKey& key,
                           const ledger::ActivityTree& tree, v1::ImportFollowUpTableResponse& response) {
  if (request.table() == v1::FOLLOW_UP_TABLE_VOLUME_PLANS) return ImportVolumePlans(call, request, key, tree, response);
  return request.table() == v1::FOLLOW_UP_TABLE_INDICATORS ? ImportIndicators(call, request, key, tree, response)
                                                           : ImportFunds(call, request, key, tree, response);
}

TableKind KindOfTable(v1::FollowUpTable table) {
  switch (table) {
    case v1::FOLLOW_UP_TABLE_GRANTS:
      return TableKind::kGrants;
    case v1::FOLLOW_UP_TABLE_PROJECTS:
      return TableKind::kProjects;
    case v1::FOLLOW_UP_TABLE_INVESTMENTS:
      return TableKind::kInvestments;
    case v1::FOLLOW_UP_TABLE_VOLUME_PLANS:
      return TableKind::kVolumePlans;
    default:
      return TableKind::kIndicators;
  }
}

}  // namespace

FollowUpService::FollowUpService(ServiceContext service) : service_(std::move(service)) {}
FollowUpService::~FollowUpService() = default;

grpc::ServerUnaryReactor* FollowUpService::PutIndicators(grpc::CallbackServerContext* context,
                                                         const v1::PutIndicatorsRequest* request,
                                                         v1::PutIndicatorsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewFollowUp> rows,
                             CheckIndicators(*request, organization, call.Now()));
    return call.WriteOnce(KeyOf(organization, "PutIndicators", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) -> absl::Status {
                            PROGNOS_RETURN_IF_ERROR(CheckIndicatorsFit(writer, organization, *request));
                            return Store(writer, organization, rows, call.Recording(), *response);
                          });
  });
}

grpc::ServerUnaryReactor* FollowUpService::ListIndicators(grpc::CallbackServerContext* context,
                                                          const v1::ListIndicatorsRequest* request,
                                                          v1::ListIndicatorsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const YearQuery query, CheckYearQuery(*request));
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const RecordedIndicators recorded, ReadIndicators(reader, organization, query.as_of));
      PROGNOS_ASSIGN_OR_RETURN(
          const std::optional<v1::Forecast> forecast,
          NewestForecast(reader, organization, query.year, query.until, query.as_of.value_or(absl::InfiniteFuture())));
      for (const auto& [id, indicator] : recorded.indicators) {
        *response->add_indicators() =
            StandingOf(recorded, id, query.year, query.until, forecast.has_value() ? &*forecast : nullptr);
      }
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* FollowUpService::PutFunds(grpc::CallbackServerContext* context,
                                                    const v1::PutFundsRequest* request,
                                                    v1::PutFundsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewFollowUp> rows,
                             CheckFunds(*request, organization, call.Now()));
    return call.WriteOnce(KeyOf(organization, "PutFunds", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) -> absl::Status {
                            PROGNOS_RETURN_IF_ERROR(CheckFundsFit(writer, organization, *request));
                            return Store(writer, organization, rows, call.Recording(), *response);
                          });
  });
}

grpc::ServerUnaryReactor* FollowUpService::ListFunds(grpc::CallbackServerContext* context,
                                                     const v1::ListFundsRequest* request,
                                                     v1::ListFundsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const YearQuery query, CheckYearQuery(*request));
    PROGNOS_RETURN_IF_ERROR(CheckKind(request->kind()));
    return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(const RecordedFunds recorded, ReadFunds(reader, organization, query.as_of));
      for (const auto& [id, fund] : recorded.funds) {
        if (fund.kind() != request->kind() || !RunsIn(fund, query.year)) continue;
        *response->add_funds() = StandingOf(recorded, id, query.year, query.until);
      }
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* FollowUpService::PutVolumePlans(grpc::CallbackServerContext* context,
                                                          const v1::PutVolumePlansRequest* request,
                                                          v1::PutVolumePlansResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewFollowUp> rows, CheckVolumePlans(*request, organization));
    return call.WriteOnce(KeyOf(organization, "PutVolumePlans", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) -> absl::Status {
                            PROGNOS_RETURN_IF_ERROR(CheckVolumePlansFit(writer, organization, request->plans()));
                            return Store(writer, organization, rows, call.Recording(), *response);
                          });
  });
}

grpc::ServerUnaryReactor* FollowUpService::ListVolumePlans(grpc::CallbackServerContext* context,
                                                           const v1::ListVolumePlansRequest* request,
                                                           v1::ListVolumePlansResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const YearQuery query, CheckYearQuery(*request));
    return call.Read(organization, [&](ledger::Reader& reader) {
      return FillVolumePlans(reader, organization, query.until, query.as_of, *response);
    });
  });
}

grpc::ServerUnaryReactor* FollowUpService::PutDrivers(grpc::CallbackServerContext* context,
                                                      const v1::PutDriversRequest* request,
                                                      v1::PutDriversResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return PutDriversInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* FollowUpService::ListDrivers(grpc::CallbackServerContext* context,
                                                       const v1::ListDriversRequest* request,
                                                       v1::ListDriversResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return ListDriversInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* FollowUpService::ImportFollowUpTable(grpc::CallbackServerContext* context,
                                                               const v1::ImportFollowUpTableRequest* request,
                                                               v1::ImportFollowUpTableResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_RETURN_IF_ERROR(CheckImport(*request));
    const WriteKey key = KeyOf(organization, "ImportFollowUpTable", *request);
    PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request->content(), *response));
    if (!tree.has_value()) return absl::OkStatus();
    return AtCells(ImportTableOf(call, *request, key, *tree, *response), {request->content(), request->sheet()},
                   KindOfTable(request->table()));
  });
}

grpc::ServerUnaryReactor* FollowUpService::WithdrawFollowUps(grpc::CallbackServerContext* context,
                                                             const v1::WithdrawFollowUpsRequest* request,
                                                             v1::WithdrawFollowUpsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewFollowUp> asked, CheckWithdrawal(*request, organization));
    return call.WriteOnce(KeyOf(organization, "WithdrawFollowUps", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) -> absl::Status {
                            return Withdraw(writer, organization, *request, asked, call.Recording(), *response);
                          });
  });
}

}  // namespace prognos::service
