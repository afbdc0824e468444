// Tokens: words that let their holder in. Made here, shown once, and kept as a hash.
#ifndef PROGNOS_FORECAST_SERVICE_TOKENS_H_
#define PROGNOS_FORECAST_SERVICE_TOKENS_H_

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "forecast/ledger/store.h"

namespace prognos::service {

// "lasare", "integration", "ekonom", "admin", and back; nullopt for another word.
std::string RoleName(ledger::Role role);
std::optional<ledger::Role> ParseRole(absl::string_view name);

// SHA-256 of a token, 32 bytes. A token is 32 random bytes, so no salt and no slow hash are needed.
std::string HashOfToken(absl::string_view token);

// What is asked for. Words as they are given, so that every fault can be told with them.
struct TokenRequest {
  std::string organization_id;  // Empty: all organizations, for admin only.
  std::string role;
  std::string last_day;  // YYYY-MM-DD, the last day on which it is valid, in UTC.
};

// Makes a token, stores its hash, and answers the token itself, which nobody can learn afterwards.
// INVALID_ARGUMENT for a role or day that is none, a day that has passed, or a role other than admin without
// organization; NOT_FOUND when there is no such organization; INTERNAL when the system gives no random bytes.
absl::StatusOr<std::string> CreateToken(ledger::Store& store, const TokenRequest& request, absl::Time now);

// One line for each token, by id: id, organization, role, last day, and whether it is valid at `now`.
absl::Status ListTokens(ledger::Store& store, absl::Time now, std::ostream& out);

// The tokens by their hash. Read once, when the service starts: no other process changes a store that is served.
class TokenBook {
 public:
  TokenBook() = default;
  explicit TokenBook(std::vector<ledger::Token> tokens);

  size_t size() const { return by_hash_.size(); }
  // The record of `token`; nullptr when it is none, has expired or was revoked at `now`.
  const ledger::Token* Find(absl::string_view token, absl::Time now) const;

 private:
  absl::flat_hash_map<std::string, ledger::Token> by_hash_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_TOKENS_H_
