#include "forecast/service/transport_security.h"

#include <arpa/inet.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/host_and_port.h"
#include "messages/option.h"

namespace prognos::service {
namespace {

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using PrivateKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

// Instead of a question for a passphrase on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// The bytes of a file that must be there; nullopt with a fault otherwise.
std::optional<std::string> ReadPem(const std::string& field, const std::string& path, FaultList& faults) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.is_open() && !file.bad() && !bytes.empty()) return bytes;
  faults.Add(field, FaultReason::kUnreadable, path, messages::option::CannotBeRead());
  return std::nullopt;
}

Memory InMemory(const std::string& bytes) {
  return {BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())), BIO_free};
}

// The first certificate of a file.
Certificate ReadCertificate(const std::string& field, const std::string& path, FaultList& faults) {
  Certificate result(nullptr, X509_free);
  const std::optional<std::string> bytes = ReadPem(field, path, faults);
  if (!bytes.has_value()) return result;
  result.reset(PEM_read_bio_X509(InMemory(*bytes).get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();  // Told below, and not to whoever asks OpenSSL next.
  if (result == nullptr) faults.Add(field, FaultReason::kUnreadable, path, messages::option::HoldsNoCertificate());
  return result;
}

PrivateKey ReadKey(const std::string& path, FaultList& faults) {
  PrivateKey result(nullptr, EVP_PKEY_free);
  const std::optional<std::string> bytes = ReadPem("tls_key", path, faults);
  if (!bytes.has_value()) return result;
  result.reset(PEM_read_bio_PrivateKey(InMemory(*bytes).get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (result == nullptr) {
    faults.Add("tls_key", FaultReason::kUnreadable, path, messages::option::HoldsNoPrivateKey());
  }
  return result;
}

std::string MomentOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable time";
  return absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::FromTM(parts, absl::UTCTimeZone()), absl::UTCTimeZone());
}

void CheckDates(const X509& certificate, const std::string& path, absl::Time now, FaultList& faults) {
  std::time_t moment = absl::ToTimeT(now);
  const ASN1_TIME* const first = X509_get0_notBefore(&certificate);
  const ASN1_TIME* const last = X509_get0_notAfter(&certificate);
  if (X509_cmp_time(last, &moment) <= 0) {
    faults.Add("tls_cert", FaultReason::kOutOfRange, path, messages::option::WasValidUntil(MomentOf(last)));
  } else if (X509_cmp_time(first, &moment) > 0) {
    faults.Add("tls_cert", FaultReason::kOutOfRange, path, messages::option::IsNotValidBefore(MomentOf(first)));
  }
}

void CheckPair(const TransportSecurity& security, absl::Time now, FaultList& faults) {
  const Certificate certificate = ReadCertificate("tls_cert", security.tls_cert, faults);
  const PrivateKey key = ReadKey(security.tls_key, faults);
  if (certificate != nullptr) CheckDates(*certificate, security.tls_cert, now, faults);
  if (certificate == nullptr || key == nullptr) return;
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    faults.Add("tls_key", FaultReason::kInconsistent, security.tls_key,
               messages::option::DoesNotBelongToCertificate(security.tls_cert));
  }
  ERR_clear_error();
}

bool IsLoopback(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    const auto& four = reinterpret_cast<const sockaddr_in&>(address);
    return (ntohl(four.sin_addr.s_addr) >> 24) == 127;
  }
  const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
  return address.sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&six.sin6_addr);
}

// Whether only programs of this machine reach the host: every address that its name has is loopback.
bool IsLoopback(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (!IsLoopback(*one->ai_addr)) return false;
  }
  return true;
}

}  // namespace

absl::Status TransportSecurity::Validate(absl::Time now) const {
  FaultList faults;
  if (tls_cert.empty() && !tls_key.empty()) {
    faults.Add("tls_cert", FaultReason::kMissingValue, "", messages::option::IsRequiredWith("tls_key"));
  }
  if (tls_key.empty() && !tls_cert.empty()) {
    faults.Add("tls_key", FaultReason::kMissingValue, "", messages::option::IsRequiredWith("tls_cert"));
  }
  if (!tls_client_ca.empty() && !uses_tls()) {
    faults.Add("tls_client_ca", FaultReason::kInconsistent, tls_client_ca, messages::option::IsOnlyForTls());
  }
  if (reload_interval < absl::Seconds(1) || reload_interval > absl::Hours(1)) {
    faults.Add("reload_interval", FaultReason::kOutOfRange, absl::FormatDuration(reload_interval),
               messages::option::MustLastBetween("1 s", "1 h"));
  }
  if (!tls_cert.empty() && !tls_key.empty()) CheckPair(*this, now, faults);
  if (!tls_client_ca.empty()) ReadCertificate("tls_client_ca", tls_client_ca, faults);
  return faults.ToStatus();
}

absl::Status TransportSecurity::CheckReach(const std::string& address) const {
  if (uses_tls() || allow_plaintext_network) return absl::OkStatus();
  const std::optional<HostAndPort> parts = ParseHostAndPort(address);
  if (parts.has_value() && IsLoopback(parts->host)) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, "address", FaultReason::kOutOfRange, address,
                     messages::option::IsReachedByOtherMachines());
}

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const TransportSecurity& security) {
  if (!security.uses_tls()) return grpc::InsecureServerCredentials();
  const auto files = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      security.tls_key, security.tls_cert, security.tls_client_ca,
      static_cast<unsigned int>(absl::ToInt64Seconds(security.reload_interval)));
  grpc::experimental::TlsServerCredentialsOptions options(files);
  options.watch_identity_key_cert_pairs();
  if (!security.tls_client_ca.empty()) {
    options.watch_root_certs();
    options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace prognos::service
