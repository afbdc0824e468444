// The calls about suggestions: see EventService in proto/prognos/v1/events.proto for what each promises.
#ifndef PROGNOS_FORECAST_SERVICE_SUGGESTION_CALLS_H_
#define PROGNOS_FORECAST_SERVICE_SUGGESTION_CALLS_H_

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/events.pb.h"

namespace prognos::service {

absl::Status ListSuggestionsInCall(const Call& call, const v1::ListSuggestionsRequest& request,
                                   v1::ListSuggestionsResponse& response);
absl::Status AcceptSuggestionInCall(const Call& call, const v1::AcceptSuggestionRequest& request,
                                    v1::AcceptSuggestionResponse& response);
absl::Status DismissSuggestionInCall(const Call& call, const v1::DismissSuggestionRequest& request,
                                     v1::DismissSuggestionResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SUGGESTION_CALLS_H_
