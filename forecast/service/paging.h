// Page tokens: opaque to clients, tied to the request they continue, and only of our own making.
#ifndef PROGNOS_FORECAST_SERVICE_PAGING_H_
#define PROGNOS_FORECAST_SERVICE_PAGING_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prognos::service {

// Makes tokens and reads them back. A token holds its position after an HMAC-SHA256 (RFC 2104) over request and
// position, cut to 128 bits; so nobody without the key can make one, or move one to another request or position. Any
// thread may call.
class PageTokens {
 public:
  // `key`: 32 random bytes that stay the same as long as tokens shall be good (ledger::Store::TokenKey).
  explicit PageTokens(std::string key) : key_(std::move(key)) {}

  // A token that says where the next page of `request` begins. `request` is anything that tells requests apart (their
  // serialized form without token and page size); `position` is what the handler needs to go on.
  std::string Make(absl::string_view request, absl::string_view position) const;

  // The position in `token`; "" for an empty token. INVALID_ARGUMENT when the token was not made for `request`.
  absl::StatusOr<std::string> Parse(absl::string_view request, absl::string_view token) const;

  // The same for a position that is a whole number of 0 or more; 0 for an empty token.
  absl::StatusOr<int64_t> ParseNumber(absl::string_view request, absl::string_view token) const;

 private:
  std::string Mark(absl::string_view request, absl::string_view position) const;

  const std::string key_;
};

// INVALID_ARGUMENT for a token whose position means nothing to the call.
absl::Status NotATokenOfThisRequest(absl::string_view token);

// `asked` within 1-`limit`; `standard` when 0 was asked. Negative: INVALID_ARGUMENT.
absl::StatusOr<int> PageSize(int asked, int standard, int limit);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_PAGING_H_
