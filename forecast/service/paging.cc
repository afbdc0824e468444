#include "forecast/service/paging.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/request.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr size_t kMarkBytes = 16;

bool EqualInConstantTime(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

std::string PageTokens::Mark(absl::string_view request, absl::string_view position) const {
  // The request's length before it, so that its end cannot be read as position.
  const std::string content = absl::StrCat("page ", request.size(), " ", request, position);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(content.data());
  if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes, content.size(), digest, &size) == nullptr) {
    return "";  // No token has an empty mark: nothing is let in.
  }
  return std::string(reinterpret_cast<const char*>(digest), kMarkBytes);
}

std::string PageTokens::Make(absl::string_view request, absl::string_view position) const {
  return absl::WebSafeBase64Escape(absl::StrCat(Mark(request, position), position));
}

absl::StatusOr<std::string> PageTokens::Parse(absl::string_view request, absl::string_view token) const {
  if (token.empty()) return std::string();
  std::string text;
  if (!absl::WebSafeBase64Unescape(token, &text) || text.size() < kMarkBytes) return NotATokenOfThisRequest(token);
  const absl::string_view mark = absl::string_view(text).substr(0, kMarkBytes);
  const absl::string_view position = absl::string_view(text).substr(kMarkBytes);
  if (!EqualInConstantTime(mark, Mark(request, position))) return NotATokenOfThisRequest(token);
  return std::string(position);
}

absl::StatusOr<int64_t> PageTokens::ParseNumber(absl::string_view request, absl::string_view token) const {
  PROGNOS_ASSIGN_OR_RETURN(const std::string position, Parse(request, token));
  if (position.empty()) return 0;
  int64_t number = 0;
  if (!absl::SimpleAtoi(position, &number) || number < 0) return NotATokenOfThisRequest(token);
  return number;
}

absl::Status NotATokenOfThisRequest(absl::string_view token) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, "page_token", FaultReason::kUnreadable, token,
                     messages::request::PageTokenDoesNotBelong());
}

absl::StatusOr<int> PageSize(int asked, int standard, int limit) {
  if (asked < 0) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "page_size", FaultReason::kOutOfRange, absl::StrCat(asked),
                       messages::value::MustBeAtLeastZero());
  }
  return asked == 0 ? standard : std::min(asked, limit);
}

}  // namespace prognos::service
