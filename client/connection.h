// How the service is reached, and why it was not.
#ifndef PROGNOS_CLIENT_CONNECTION_H_
#define PROGNOS_CLIENT_CONNECTION_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/texts.h"

namespace grpc {
class ChannelInterface;
class Status;
}  // namespace grpc

namespace prognos::client {

// What is asked for, as written on the command line or in the environment.
struct ConnectionOptions {
  std::string address;
  bool tls = false;
  std::string tls_ca;    // File with the certificates (PEM) that are trusted; empty: those of the system.
  std::string tls_cert;  // File with the user's own certificate (PEM); given together with tls_key, or not at all.
  std::string tls_key;
  std::string token_file;  // File that holds a token and nothing else; empty: no token.
  // The environment variable that sends the call through a proxy (ProxyVariable); empty: none does.
  std::string proxy_variable;
};

// Everything that connecting takes.
struct Connection {
  std::string address;
  bool tls = false;
  std::string roots;           // PEM; empty: those of the system.
  std::string certificate;     // PEM; empty: none is shown.
  std::string key;             // PEM.
  std::string token;           // Sent with each call; empty: none.
  std::string proxy_variable;  // As asked; empty also for an address on this machine, which is called directly.
};

// The name of the environment variable by which a call of `address` ("host:port") goes through a proxy, in gRPC's order
// of precedence: grpc_proxy, https_proxy, http_proxy. Empty when none is set, or when no_grpc_proxy or no_proxy excepts
// the host (a list of name endings).
std::string ProxyVariable(const std::string& address,
                          const std::function<std::optional<std::string>(const std::string&)>& variable);

// Reads the files. A file about TLS asks for TLS. Wrong use when a file cannot be read, when only one of certificate
// and key is given, when the token's file holds no token, or when a token would go in plaintext to another machine.
absl::StatusOr<Connection> ReadConnection(const ConnectionOptions& options, const Texts& texts);

// A channel, which connects when it is first used. What stays on this machine never goes through a proxy.
std::shared_ptr<grpc::ChannelInterface> Connect(const Connection& connection);

// Whether a call that ended with this status may have been carried out without its answer coming back: the connection
// broke, the time was up or the user ended it, once it had been made.
bool MayBeDone(const grpc::Status& status);

// What is wrong when a service was not reached, from what gRPC says of it, and what to do about it.
struct Unreached {
  std::string what;
  std::string advice;
};
Unreached WhyUnreached(absl::string_view message, const Connection& connection, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_CONNECTION_H_
