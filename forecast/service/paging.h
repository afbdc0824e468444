// Page tokens: opaque to clients, tied to the request they continue.
#ifndef PROGNOS_FORECAST_SERVICE_PAGING_H_
#define PROGNOS_FORECAST_SERVICE_PAGING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prognos::service {

// A token that says where the next page of `request` begins. `request` is anything that tells requests apart (their
// serialized form without token and page size); `position` is what the handler needs to go on.
std::string MakePageToken(absl::string_view request, absl::string_view position);

// The position in `token`; "" for an empty token. INVALID_ARGUMENT when the token is not one of `request`.
absl::StatusOr<std::string> ParsePageToken(absl::string_view request, absl::string_view token);

// `asked` within 1-`limit`; `standard` when 0 was asked. Negative: INVALID_ARGUMENT.
absl::StatusOr<int> PageSize(int asked, int standard, int limit);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_PAGING_H_
