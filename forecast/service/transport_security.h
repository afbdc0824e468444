// How the service is reached: over TLS, or in plaintext by programs of the same machine only.
#ifndef PROGNOS_FORECAST_SERVICE_TRANSPORT_SECURITY_H_
#define PROGNOS_FORECAST_SERVICE_TRANSPORT_SECURITY_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace prognos::service {

struct TransportSecurity {
  // Files in PEM form. Their names are the fields that faults tell.
  std::string tls_cert;       // The service's certificate, then those between it and its root. Empty: no TLS.
  std::string tls_key;        // Its private key, without a passphrase. Given exactly when tls_cert is.
  std::string tls_client_ca;  // Clients must show a certificate that one of these signed. Empty: they need none.

  // Without TLS: also serve addresses that other machines reach, where everything sent can be read on the way.
  bool allow_plaintext_network = false;

  // How often the files are looked at for new content, whole seconds, 1 s-1 h. What comes of them is for new
  // connections; those there are go on.
  absl::Duration reload_interval = absl::Seconds(2);

  bool uses_tls() const { return !tls_cert.empty(); }

  // INVALID_ARGUMENT with every fault: a certificate without its key or a key without its certificate, files that
  // cannot be read or hold something else, a key of another certificate, a certificate that is not valid at `now`, a
  // rule about clients without TLS.
  absl::Status Validate(absl::Time now) const;

  // INVALID_ARGUMENT, a fault of field "address", when plaintext would be served on `address` (host:port) to other
  // machines and allow_plaintext_network does not say so. A name that has no address counts as reached by others.
  absl::Status CheckReach(const std::string& address) const;
};

// What the port is opened with. `security` has passed Validate. Files that no longer fit when they are looked at again
// refuse new connections until they do.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const TransportSecurity& security);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_TRANSPORT_SECURITY_H_
