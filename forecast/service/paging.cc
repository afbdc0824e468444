#include "forecast/service/paging.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/service/fingerprint.h"

namespace prognos::service {
namespace {

constexpr size_t kMarkLength = 16;  // Hexadecimal characters of the request's fingerprint: enough to catch mistakes.

std::string Mark(absl::string_view request) { return Fingerprint("page", request).substr(0, kMarkLength); }

}  // namespace

std::string MakePageToken(absl::string_view request, absl::string_view position) {
  return absl::WebSafeBase64Escape(absl::StrCat(Mark(request), position));
}

absl::StatusOr<std::string> ParsePageToken(absl::string_view request, absl::string_view token) {
  if (token.empty()) return std::string();
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text) || text.size() < kMarkLength ||
      text.substr(0, kMarkLength) != Mark(request)) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "page_token", FaultReason::kUnreadable, token,
                       "does not belong to this request; take it from the answer before, or leave it empty");
  }
  return text.substr(kMarkLength);
}

absl::StatusOr<int> PageSize(int asked, int standard, int limit) {
  if (asked < 0) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "page_size", FaultReason::kOutOfRange, absl::StrCat(asked),
                       "must be 0 or more");
  }
  return asked == 0 ? standard : std::min(asked, limit);
}

}  // namespace prognos::service
