#include "forecast/service/tokens.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

// So that a token is recognised where it should not stand: in logs, mails and repositories.
constexpr char kPrefix[] = "prognos_";
constexpr size_t kSecretBytes = 32;
constexpr size_t kIdBytes = 4;

absl::StatusOr<std::string> RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1) return bytes;
  return absl::InternalError("the system gives no random bytes");
}

bool IsValid(const ledger::Token& token, absl::Time now) {
  return now < token.expire_time && (!token.revoke_time.has_value() || now < *token.revoke_time);
}

const char* StateOf(const ledger::Token& token, absl::Time now) {
  if (token.revoke_time.has_value()) return "revoked";
  return IsValid(token, now) ? "valid" : "expired";
}

// The first moment after the day, in UTC.
absl::Time EndOf(absl::CivilDay day) { return absl::FromCivil(day + 1, absl::UTCTimeZone()); }

// Role and expiry of what is asked for.
absl::StatusOr<ledger::Token> CheckedToken(const TokenRequest& request, absl::Time now) {
  FaultList faults;
  ledger::Token token;
  token.organization_id = request.organization_id;
  const std::optional<ledger::Role> role = ParseRole(request.role);
  if (!role.has_value()) {
    faults.Add("roll", FaultReason::kUnknown, request.role,
               messages::value::MustBeOneOf("lasare, integration, ekonom, admin"));
  } else if (request.organization_id.empty() && *role != ledger::Role::kAdmin) {
    faults.Add("organisation", FaultReason::kMissingValue, "", messages::option::OnlyAdminMayBeForAll());
  }
  absl::CivilDay day;
  if (request.last_day.size() != 10 || !absl::ParseCivilTime(request.last_day, &day)) {
    faults.Add("giltig-till", FaultReason::kNotADate, request.last_day, messages::value::IsNotADate());
  } else if (EndOf(day) <= now) {
    faults.Add("giltig-till", FaultReason::kOutOfRange, request.last_day, messages::option::HasPassed());
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  token.role = *role;
  token.create_time = now;
  token.expire_time = EndOf(day);
  return token;
}

}  // namespace

std::string RoleName(ledger::Role role) {
  switch (role) {
    case ledger::Role::kReader:
      return "lasare";
    case ledger::Role::kIntegration:
      return "integration";
    case ledger::Role::kEkonom:
      return "ekonom";
    case ledger::Role::kAdmin:
      return "admin";
  }
  return "";
}

std::optional<ledger::Role> ParseRole(absl::string_view name) {
  for (const ledger::Role role :
       {ledger::Role::kReader, ledger::Role::kIntegration, ledger::Role::kEkonom, ledger::Role::kAdmin}) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::string HashOfToken(absl::string_view token) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(token.data(), token.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<const char*>(digest.data()), size);
}

absl::StatusOr<std::string> CreateToken(ledger::Store& store, const TokenRequest& request, absl::Time now) {
  PROGNOS_ASSIGN_OR_RETURN(ledger::Token record, CheckedToken(request, now));
  PROGNOS_ASSIGN_OR_RETURN(const std::string secret, RandomBytes(kSecretBytes));
  PROGNOS_ASSIGN_OR_RETURN(const std::string id, RandomBytes(kIdBytes));
  const std::string token = absl::StrCat(kPrefix, absl::WebSafeBase64Escape(secret));
  record.id = absl::BytesToHexString(id);
  record.secret_hash = HashOfToken(token);
  const absl::Status stored = store.Write([&](ledger::Writer& writer) -> absl::Status {
    if (!record.organization_id.empty()) {
      PROGNOS_RETURN_IF_ERROR(writer.GetOrganization(record.organization_id).status());
    }
    return writer.InsertToken(record);
  });
  if (!stored.ok()) return stored;
  return token;
}

absl::Status ListTokens(ledger::Store& store, absl::Time now, std::ostream& out) {
  std::vector<ledger::Token> tokens;
  PROGNOS_RETURN_IF_ERROR(store.Read([&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(tokens, reader.ListTokens());
    return absl::OkStatus();
  }));
  for (const ledger::Token& token : tokens) {
    const absl::CivilDay last_day = absl::ToCivilDay(token.expire_time, absl::UTCTimeZone()) - 1;
    out << token.id << "  " << (token.organization_id.empty() ? "*" : token.organization_id) << "  "
        << RoleName(token.role) << "  " << absl::FormatCivilTime(last_day) << "  " << StateOf(token, now) << "\n";
  }
  return absl::OkStatus();
}

TokenBook::TokenBook(std::vector<ledger::Token> tokens) {
  for (ledger::Token& token : tokens) {
    std::string hash = token.secret_hash;
    by_hash_.emplace(std::move(hash), std::move(token));
  }
}

const ledger::Token* TokenBook::Find(absl::string_view token, absl::Time now) const {
  const auto found = by_hash_.find(HashOfToken(token));
  return found != by_hash_.end() && IsValid(found->second, now) ? &found->second : nullptr;
}

}  // namespace prognos::service
