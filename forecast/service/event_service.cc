#include "forecast/service/event_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/table_file.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/event_checks.h"
#include "forecast/service/event_table.h"
#include "forecast/service/import_tables.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/suggestion_calls.h"
#include "forecast/service/underlying.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

constexpr int kMaxWithdrawReason = 500;

absl::Status CheckPutEvents(const v1::PutEventsRequest& request, const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return CheckEvents(request.events(), organization);
}

// Of PutEvents and ImportEvents.
template <typename Response>
absl::Status StoreAndAnswer(ledger::Writer& writer, const std::string& organization, const ledger::Recording& recording,
                            const google::protobuf::RepeatedPtrField<v1::Event>& events, Response& response) {
  *response.mutable_events() = events;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult result,
                           StoreEvents(writer, organization, recording, *response.mutable_events()));
  response.set_stored_count(static_cast<int>(result.stored));
  response.set_unchanged_count(static_cast<int>(result.unchanged));
  return absl::OkStatus();
}

absl::Status WithdrawRecorded(ledger::Writer& writer, const ChildName& name, const std::string& reason,
                              const ledger::Recording& recording, v1::Event& withdrawn) {
  PROGNOS_RETURN_IF_ERROR(writer.GetOrganization(name.organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const RecordedEvents recorded, ReadEvents(writer, name.organization));
  const auto found = recorded.find(name.id);
  if (found == recorded.end()) {
    return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoEvent(name.organization, name.id));
  }
  if (found->second.withdrawn()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::refusal::EventIsWithdrawn(name.id));
  }
  PROGNOS_ASSIGN_OR_RETURN(withdrawn, StoreWithdrawal(writer, name.organization, recording, found->second, reason));
  return absl::OkStatus();
}

struct EventListQuery {
  std::string organization;
  std::optional<absl::Time> as_of;
};

absl::StatusOr<EventListQuery> CheckEventList(const v1::ListEventsRequest& request) {
  FaultList faults;
  EventListQuery query;
  query.organization = CheckOrganizationName(request.organization(), "organization", faults);
  if (!request.series().empty()) CheckSeriesName(request.series(), query.organization, "series", faults);
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

absl::Status ListRecordedEvents(ledger::Reader& reader, const v1::ListEventsRequest& request,
                                const EventListQuery& query, v1::ListEventsResponse& response) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(query.organization).status());
  if (!request.series().empty()) {
    PROGNOS_RETURN_IF_ERROR(CheckSeriesExists(reader, query.organization, ParseSeriesName(request.series())->id));
  }
  PROGNOS_ASSIGN_OR_RETURN(const RecordedEvents recorded, ReadEvents(reader, query.organization, query.as_of));
  std::vector<const v1::Event*> events;
  for (const auto& [id, event] : recorded) {
    const bool asked =
        request.series().empty() || request.series() == event.series() || request.series() == event.to_series();
    if (asked && (request.show_withdrawn() || !event.withdrawn())) events.push_back(&event);
  }
  std::stable_sort(events.begin(), events.end(), [](const v1::Event* a, const v1::Event* b) {
    return std::tie(a->series(), a->first_month()) < std::tie(b->series(), b->first_month());
  });
  for (const v1::Event* event : events) *response.add_events() = *event;
  return absl::OkStatus();
}

absl::Status ImportEventRows(const Call& call, const v1::ImportEventsRequest& request, const std::string& organization,
                             v1::ImportEventsResponse& response) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const WriteKey key = KeyOf(organization, "ImportEvents", request);
  PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request.content(), response));
  if (!tree.has_value()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const CostTypeLookup types, CostTypesForTable(call, organization));
  PROGNOS_ASSIGN_OR_RETURN(const EventTable table,
                           ReadEventTable({request.content(), request.sheet()}, organization, *tree, types));
  PROGNOS_RETURN_IF_ERROR(AtTableLines(CheckEvents(table.events, organization), table));
  for (const Message& note : table.notes) {
    response.add_notes(note.English());
    *response.add_note_messages() = prognos::ToProto(note);
  }
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    return AtTableLines(StoreAndAnswer(writer, organization, call.Recording(), table.events, response), table);
  });
}

}  // namespace

EventService::EventService(ServiceContext service) : service_(std::move(service)) {}
EventService::~EventService() = default;

grpc::ServerUnaryReactor* EventService::PutEvents(grpc::CallbackServerContext* context,
                                                  const v1::PutEventsRequest* request,
                                                  v1::PutEventsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    PROGNOS_RETURN_IF_ERROR(CheckPutEvents(*request, organization));
    return call.WriteOnce(KeyOf(organization, "PutEvents", *request), request->validate_only(), *response,
                          [&](ledger::Writer& writer) {
                            return StoreAndAnswer(writer, organization, call.Recording(), request->events(), *response);
                          });
  });
}

grpc::ServerUnaryReactor* EventService::WithdrawEvent(grpc::CallbackServerContext* context,
                                                      const v1::WithdrawEventRequest* request,
                                                      v1::WithdrawEventResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    FaultList faults;
    const std::optional<ChildName> name = ParseEventName(request->name());
    CheckEventName(request->name(), name.has_value() ? name->organization : "{organization}", "name", faults);
    CheckText(request->reason(), kMaxWithdrawReason, true, "reason", faults);
    CheckRequestId(request->request_id(), faults);
    PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
    return call.WriteOnce(KeyOf(name->organization, "WithdrawEvent", *request), /*validate_only=*/false, *response,
                          [&](ledger::Writer& writer) {
                            return WithdrawRecorded(writer, *name, request->reason(), call.Recording(),
                                                    *response->mutable_event());
                          });
  });
}

grpc::ServerUnaryReactor* EventService::ListEvents(grpc::CallbackServerContext* context,
                                                   const v1::ListEventsRequest* request,
                                                   v1::ListEventsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const EventListQuery query, CheckEventList(*request));
    return call.Read(query.organization,
                     [&](ledger::Reader& reader) { return ListRecordedEvents(reader, *request, query, *response); });
  });
}

grpc::ServerUnaryReactor* EventService::ImportEvents(grpc::CallbackServerContext* context,
                                                     const v1::ImportEventsRequest* request,
                                                     v1::ImportEventsResponse* response) {
  return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
    return AtCells(ImportEventRows(call, *request, organization, *response), {request->content(), request->sheet()},
                   TableKind::kEvents);
  });
}

grpc::ServerUnaryReactor* EventService::GetUnderlyingResult(grpc::CallbackServerContext* context,
                                                            const v1::GetUnderlyingResultRequest* request,
                                                            v1::GetUnderlyingResultResponse* response) {
  return RunUnary(service_, context, response,
                  [request, response](const Call& call) { return GetUnderlyingInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* EventService::ListSuggestions(grpc::CallbackServerContext* context,
                                                        const v1::ListSuggestionsRequest* request,
                                                        v1::ListSuggestionsResponse* response) {
  return RunUnaryOn(*service_.heavy, service_, context, response,
                    [request, response](const Call& call) { return ListSuggestionsInCall(call, *request, *response); });
}

grpc::ServerUnaryReactor* EventService::AcceptSuggestion(grpc::CallbackServerContext* context,
                                                         const v1::AcceptSuggestionRequest* request,
                                                         v1::AcceptSuggestionResponse* response) {
  return RunUnaryOn(*service_.heavy, service_, context, response, [request, response](const Call& call) {
    return AcceptSuggestionInCall(call, *request, *response);
  });
}

grpc::ServerUnaryReactor* EventService::DismissSuggestion(grpc::CallbackServerContext* context,
                                                          const v1::DismissSuggestionRequest* request,
                                                          v1::DismissSuggestionResponse* response) {
  return RunUnaryOn(*service_.heavy, service_, context, response, [request, response](const Call& call) {
    return DismissSuggestionInCall(call, *request, *response);
  });
}

}  // namespace prognos::service
