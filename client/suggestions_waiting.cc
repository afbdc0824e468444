#include "client/suggestions_waiting.h"

#include "forecast/base/number_format.h"
#include "prognos/v1/events.grpc.pb.h"

namespace prognos::client {

std::string SuggestionsWaiting(Session& session, const std::string& organization) {
  v1::ListSuggestionsRequest request;
  request.set_organization(organization);
  request.set_page_size(1);  // How many there are stands on every page.
  const absl::StatusOr<v1::ListSuggestionsResponse> response =
      session.Call(&v1::EventService::Stub::ListSuggestions, request);
  if (!response.ok() || response->total_size() == 0) return "";
  const Texts& texts = session.texts();
  return FormatCount(response->total_size(), texts.one_suggestion_waits, texts.suggestions_wait, texts.language);
}

}  // namespace prognos::client
