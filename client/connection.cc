#include "client/connection.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "client/local_file.h"
#include "forecast/base/host_and_port.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

// Whether what is sent stays on this machine, as far as the address tells.
bool StaysHere(const std::string& address) {
  if (absl::StartsWith(address, "unix:") || absl::StartsWith(address, "unix-abstract:")) return true;
  const std::optional<HostAndPort> parts = ParseHostAndPort(address);
  if (!parts.has_value()) return false;
  const std::string& host = parts->host;
  // "127.example.se" is a name of another machine.
  const bool is_numeric = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (is_numeric && absl::StartsWith(host, "127."));
}

// Whether an ending in `exceptions` ("exempelby.se, .internal") fits the host of `address`.
bool IsExcepted(const std::string& address, const std::string& exceptions) {
  const std::optional<HostAndPort> parts = ParseHostAndPort(address);
  const std::string& host = parts.has_value() ? parts->host : address;
  for (const absl::string_view entry : absl::StrSplit(exceptions, ',')) {
    const absl::string_view ending = absl::StripAsciiWhitespace(entry);
    if (!ending.empty() && absl::EndsWithIgnoreCase(host, ending)) return true;
  }
  return false;
}

absl::StatusOr<std::string> ReadIfGiven(const std::string& path, const Texts& texts) {
  if (path.empty()) return std::string();
  return ReadFile(path, texts);
}

// A token is one word of visible characters: anything else cannot be sent in a header.
absl::StatusOr<std::string> ReadToken(const std::string& path, const Texts& texts) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadIfGiven(path, texts));
  const std::string token(absl::StripAsciiWhitespace(bytes));
  const bool is_word = std::all_of(token.begin(), token.end(), [](char one) { return absl::ascii_isgraph(one); });
  if (path.empty() || (is_word && !token.empty())) return token;
  return WrongUse(absl::Substitute(texts.token_file_bad, path), texts.token_file_bad_advice);
}

// Sends the token with each call. gRPC's own way wants TLS; on one's own machine a token goes in plaintext as well.
class TokenInterceptor final : public grpc::experimental::Interceptor {
 public:
  explicit TokenInterceptor(const std::string& token) : token_(token) {}
  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_INITIAL_METADATA)) {
      methods->GetSendInitialMetadata()->emplace("authorization", "Bearer " + token_);
    }
    methods->Proceed();
  }

 private:
  const std::string& token_;
};

class TokenInterceptorFactory final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit TokenInterceptorFactory(std::string token) : token_(std::move(token)) {}
  grpc::experimental::Interceptor* CreateClientInterceptor(grpc::experimental::ClientRpcInfo*) override {
    return new TokenInterceptor(token_);
  }

 private:
  const std::string token_;
};

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const Connection& connection) {
  if (!connection.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = connection.roots;
  options.pem_cert_chain = connection.certificate;
  options.pem_private_key = connection.key;
  return grpc::SslCredentials(options);
}

}  // namespace

std::string ProxyVariable(const std::string& address,
                          const std::function<std::optional<std::string>(const std::string&)>& variable) {
  const auto first_set = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      if (!variable(name).value_or("").empty()) return std::string(name);
    }
    return std::string();
  };
  const std::string exceptions = first_set({"no_grpc_proxy", "no_proxy"});
  if (!exceptions.empty() && IsExcepted(address, *variable(exceptions))) return "";
  return first_set({"grpc_proxy", "https_proxy", "http_proxy"});
}

absl::StatusOr<Connection> ReadConnection(const ConnectionOptions& options, const Texts& texts) {
  Connection connection;
  connection.address = options.address;
  connection.tls = options.tls || !options.tls_ca.empty() || !options.tls_cert.empty() || !options.tls_key.empty();
  if (options.tls_cert.empty() != options.tls_key.empty()) {
    return WrongUse(texts.tls_half_a_pair, texts.tls_half_a_pair_advice);
  }
  if (!options.token_file.empty() && !connection.tls && !StaysHere(options.address)) {
    return WrongUse(absl::Substitute(texts.token_in_plaintext, options.address), texts.token_in_plaintext_advice);
  }
  if (!StaysHere(options.address)) connection.proxy_variable = options.proxy_variable;
  PROGNOS_ASSIGN_OR_RETURN(connection.roots, ReadIfGiven(options.tls_ca, texts));
  PROGNOS_ASSIGN_OR_RETURN(connection.certificate, ReadIfGiven(options.tls_cert, texts));
  PROGNOS_ASSIGN_OR_RETURN(connection.key, ReadIfGiven(options.tls_key, texts));
  PROGNOS_ASSIGN_OR_RETURN(connection.token, ReadToken(options.token_file, texts));
  return connection;
}

std::shared_ptr<grpc::ChannelInterface> Connect(const Connection& connection) {
  grpc::ChannelArguments arguments;
  // A forecast of a large organization with all its months is more than the 4 MB that gRPC takes unasked.
  arguments.SetMaxReceiveMessageSize(-1);
  // gRPC would ask a proxy of the environment for 127.0.0.1 too, and that proxy has a 127.0.0.1 of its own.
  if (StaysHere(connection.address)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> interceptors;
  if (!connection.token.empty()) interceptors.push_back(std::make_unique<TokenInterceptorFactory>(connection.token));
  return grpc::experimental::CreateCustomChannelWithInterceptors(connection.address, CredentialsOf(connection),
                                                                 arguments, std::move(interceptors));
}

bool MayBeDone(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      return !absl::StrContains(status.error_message(), "failed to connect");
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
      return true;
    default:
      return false;
  }
}

// The words are gRPC's and OpenSSL's; where they change, the general sentence is told.
Unreached WhyUnreached(absl::string_view message, const Connection& connection, const Texts& texts) {
  const std::string& address = connection.address;
  const bool hung_up = absl::StrContains(message, "failed to connect") &&
                       (absl::StrContains(message, "Socket closed") || absl::StrContains(message, "reset by peer"));
  if (connection.tls && absl::StrContains(message, "wrong version number")) {
    return {absl::Substitute(texts.service_without_tls, address), texts.service_without_tls_advice};
  }
  if (connection.tls && (absl::StrContains(message, "certificate verify failed") ||
                         absl::StrContains(message, "Hostname Verification"))) {
    return {absl::Substitute(texts.service_not_trusted, address), texts.service_not_trusted_advice};
  }
  if (connection.tls && hung_up) {
    return {absl::Substitute(texts.certificate_wanted, address), texts.certificate_wanted_advice};
  }
  if (!connection.tls && hung_up) {
    return {absl::Substitute(texts.service_with_tls, address), texts.service_with_tls_advice};
  }
  std::string advice = absl::Substitute(texts.unavailable_advice, address);
  if (!connection.proxy_variable.empty()) {
    absl::StrAppend(&advice, "\n", absl::Substitute(texts.unavailable_proxy_advice, connection.proxy_variable));
  }
  return {absl::Substitute(texts.unavailable, address), std::move(advice)};
}

}  // namespace prognos::client
