#include "forecast/service/followup_service.h"

#include <optional>
#include <string>
#include <vector>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/import_tables.h"
#include "forecast/service/indicator_checks.h"
#include "forecast/service/indicator_standing.h"
#include "forecast/service/indicator_table.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

// A year up to a month, as known at a moment.
struct YearQuery {
  int year = 0;
  Month until;
  std::optional<absl::Time> as_of;
};

template <typename Request>
absl::StatusOr<YearQuery> CheckYearQuery(const Request& request) {
  FaultList faults;
  YearQuery query;
  CheckYear(request.year(), "year", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  std::optional<Month> until;
  if (!request.until_month().empty()) until = CheckMonth(request.until_month(), "until_month", faults);
  if (until.has_value() && until->year() != request.year()) {
    faults.Add("until_month", FaultReason::kInconsistent, request.until_month(),
               messages::followup::IsNoMonthOfTheYear(request.year()));
  }
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

absl::Status CheckImport(const v1::ImportFollowUpTableRequest& request) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  CheckYear(request.year(), "year", faults);
  if (request.table() == 0 || !v1::FollowUpTable_IsValid(request.table())) {
    faults.Add("table", FaultReason::kMissingValue, "", messages::value::IsRequired());
  }
  return faults.ToStatus();
}

absl::Status ImportIndicators(const Call& call, const v1::ImportFollowUpTableRequest& request,
                              const std::string& organization, const WriteKey& key,
                              v1::ImportFollowUpTableResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request.content(), response));
  if (!tree.has_value()) return absl::OkStatus();
  RecordedIndicators known;
  PROGNOS_RETURN_IF_ERROR(call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(known, ReadIndicators(reader, organization));
    return absl::OkStatus();
  }));
  PROGNOS_ASSIGN_OR_RETURN(const IndicatorTable table,
                           ReadIndicatorTable(request.content(), request.year(), organization, *tree, known));
  const absl::StatusOr<std::vector<ledger::NewFollowUp>> rows =
      CheckIndicators(table.request, organization, call.Now());
  if (!rows.ok()) return AtTableLines(rows.status(), table);
  response.set_row_count(table.row_count);
  for (const Message& note : table.notes) {
    response.add_notes(note.English());
    *response.add_note_messages() = prognos::ToProto(note);
  }
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(AtTableLines(CheckIndicatorsFit(writer, organization, table.request), table));
    return Store(writer, organization, *rows, call.Recording(), response);
  });
}

}  // namespace

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
      for (const auto& [id, indicator] : recorded.indicators) {
        *response->add_indicators() = StandingOf(recorded, id, query.year, query.until);
      }
      return absl::OkStatus();
    });
  });
}

grpc::ServerUnaryReactor* FollowUpService::ImportFollowUpTable(grpc::CallbackServerContext* context,
                                                               const v1::ImportFollowUpTableRequest* request,
                                                               v1::ImportFollowUpTableResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_RETURN_IF_ERROR(CheckImport(*request));
    const WriteKey key = KeyOf(organization, "ImportFollowUpTable", *request);
    return ImportIndicators(call, *request, organization, key, *response);
  });
}

}  // namespace prognos::service
