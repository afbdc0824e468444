#include "forecast/service/suggestion_calls.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/event_checks.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/paging.h"
#include "forecast/service/suggestions.h"
#include "forecast/service/validators.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

constexpr int kMaxDismissReason = 500;
constexpr int kSuggestionsOfPage = 100;
constexpr int kMostOfPage = 1'000;

// What all pages of one list have in common.
std::string PageIdentity(v1::ListSuggestionsRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  return absl::StrCat("ListSuggestions ", request.SerializeAsString());
}

absl::StatusOr<SuggestionQuery> CheckListSuggestions(const v1::ListSuggestionsRequest& request) {
  FaultList faults;
  SuggestionQuery query;
  query.organization = CheckOrganizationName(request.organization(), "organization", faults);
  if (!request.series().empty()) {
    query.series = CheckSeriesName(request.series(), query.organization, "series", faults);
  }
  if (request.year() != 0) CheckYear(request.year(), "year", faults);
  query.year = request.year();
  if (request.has_as_of()) query.as_of = CheckMoment(request.as_of(), "as_of", faults);
  if (!request.last_known_month().empty()) {
    query.last_known = CheckMonth(request.last_known_month(), "last_known_month", faults);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return query;
}

// The name of a request about one suggestion, or every fault of the request.
template <typename Request>
ChildName CheckOneSuggestion(const Request& request, FaultList& faults) {
  const std::optional<ChildName> name = ParseSuggestionName(request.name());
  CheckSuggestionName(request.name(), name.has_value() ? name->organization : "{organization}", "name", faults);
  CheckRequestId(request.request_id(), faults);
  return name.value_or(ChildName{});
}

// `series`: an identifier; empty: it may be of any.
absl::StatusOr<v1::Suggestion> FindSuggestion(ledger::Reader& reader, const ChildName& name, const std::string& series,
                                              const RunControl& control) {
  SuggestionQuery query;
  query.organization = name.organization;
  query.series = series;
  query.last_known = LastKnownOfSuggestion(name.id);
  PROGNOS_ASSIGN_OR_RETURN(std::vector<v1::Suggestion> all, ReadSuggestions(reader, query, control));
  const std::string wanted = SuggestionName(name.organization, name.id);
  const auto found = absl::c_find_if(all, [&](const v1::Suggestion& one) { return one.name() == wanted; });
  if (found != all.end()) return std::move(*found);
  return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoSuggestion(name.organization, name.id));
}

// A whole ledger is looked through before the write begins, and within it only the series that the suggestion is of; an
// answer that was given before needs no suggestion any more.
absl::Status WriteOfSuggestion(const Call& call, const WriteKey& key, const ChildName& name, bool validate_only,
                               google::protobuf::MessageLite& response,
                               const std::function<absl::Status(ledger::Writer&, v1::Suggestion)>& write) {
  std::string series;
  PROGNOS_RETURN_IF_ERROR(call.Read(name.organization, [&](ledger::Reader& reader) -> absl::Status {
    const absl::StatusOr<v1::Suggestion> found = FindSuggestion(reader, name, "", call.control());
    if (found.ok()) series = ParseSeriesName(found->series())->id;
    return absl::IsNotFound(found.status()) ? absl::OkStatus() : found.status();
  }));
  return call.WriteOnce(key, validate_only, response, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_RETURN_IF_ERROR(writer.GetOrganization(name.organization).status());
    PROGNOS_ASSIGN_OR_RETURN(v1::Suggestion suggestion, FindSuggestion(writer, name, series, call.control()));
    return write(writer, std::move(suggestion));
  });
}

}  // namespace

absl::Status ListSuggestionsInCall(const Call& call, const v1::ListSuggestionsRequest& request,
                                   v1::ListSuggestionsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const SuggestionQuery query, CheckListSuggestions(request));
  PROGNOS_ASSIGN_OR_RETURN(const int page_size, PageSize(request.page_size(), kSuggestionsOfPage, kMostOfPage));
  const std::string identity = PageIdentity(request);
  PROGNOS_ASSIGN_OR_RETURN(const int64_t from, call.page_tokens().ParseNumber(identity, request.page_token()));
  return call.Read(query.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(std::vector<v1::Suggestion> all, ReadSuggestions(reader, query, call.control()));
    if (!request.show_dismissed()) std::erase_if(all, [](const v1::Suggestion& one) { return one.dismissed(); });
    const auto count = static_cast<int64_t>(all.size());
    const int64_t end = std::min(from + page_size, count);
    for (int64_t at = from; at < end; ++at) *response.add_suggestions() = std::move(all[static_cast<size_t>(at)]);
    response.set_total_size(static_cast<int>(count));
    if (end < count) response.set_next_page_token(call.page_tokens().Make(identity, absl::StrCat(end)));
    return absl::OkStatus();
  });
}

absl::Status AcceptSuggestionInCall(const Call& call, const v1::AcceptSuggestionRequest& request,
                                    v1::AcceptSuggestionResponse& response) {
  FaultList faults;
  const ChildName name = CheckOneSuggestion(request, faults);
  CheckText(request.description(), kMaxDisplayName, false, "description", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return WriteOfSuggestion(
      call, KeyOf(name.organization, "AcceptSuggestion", request), name, request.validate_only(), response,
      [&](ledger::Writer& writer, const v1::Suggestion& suggestion) -> absl::Status {
        google::protobuf::RepeatedPtrField<v1::Event> events;
        *events.Add() = suggestion.event();
        if (!request.description().empty()) events[0].set_description(request.description());
        PROGNOS_RETURN_IF_ERROR(StoreEvents(writer, name.organization, call.Recording(), events).status());
        *response.mutable_event() = events[0];
        return absl::OkStatus();
      });
}

absl::Status DismissSuggestionInCall(const Call& call, const v1::DismissSuggestionRequest& request,
                                     v1::DismissSuggestionResponse& response) {
  FaultList faults;
  const ChildName name = CheckOneSuggestion(request, faults);
  CheckText(request.reason(), kMaxDismissReason, true, "reason", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return WriteOfSuggestion(call, KeyOf(name.organization, "DismissSuggestion", request), name, /*validate_only=*/false,
                           response, [&](ledger::Writer& writer, const v1::Suggestion& suggestion) -> absl::Status {
                             if (suggestion.dismissed()) {
                               return MessageStatus(absl::StatusCode::kFailedPrecondition,
                                                    messages::refusal::SuggestionIsDismissed(name.id));
                             }
                             PROGNOS_ASSIGN_OR_RETURN(*response.mutable_suggestion(),
                                                      StoreDismissal(writer, name.organization, call.Recording(),
                                                                     suggestion, request.reason()));
                             return absl::OkStatus();
                           });
}

}  // namespace prognos::service
