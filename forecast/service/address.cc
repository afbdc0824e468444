#include "forecast/service/address.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/host_and_port.h"
#include "forecast/base/status_macros.h"
#include "messages/option.h"

namespace prognos::service {
namespace {

// Bound and closed again; never listened on, so no client can mistake it for the service.
bool CanBind(const addrinfo& address) {
  const int probe = socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (probe < 0) return false;
  // As gRPC does: connections of a service that just ended do not keep the port from the next one.
  const int reuse = 1;
  setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  const bool bound = bind(probe, address.ai_addr, address.ai_addrlen) == 0;
  close(probe);
  return bound;
}

}  // namespace

absl::Status CannotListen(const std::string& address) {
  return MessageStatus(absl::StatusCode::kUnavailable, messages::option::CannotListen(address));
}

absl::Status CheckAddressForm(const std::string& address) {
  if (ParseHostAndPort(address).has_value()) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, "address", FaultReason::kOutOfRange, address,
                     messages::option::IsNotAnAddress());
}

absl::Status CheckAddressFree(const std::string& address) {
  PROGNOS_RETURN_IF_ERROR(CheckAddressForm(address));
  const HostAndPort parts = *ParseHostAndPort(address);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  if (getaddrinfo(parts.host.c_str(), std::to_string(parts.port).c_str(), &hints, &found) != 0)
    return CannotListen(address);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  // A name may have several addresses; gRPC serves those it can, so one is enough.
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (CanBind(*one)) return absl::OkStatus();
  }
  return CannotListen(address);
}

}  // namespace prognos::service
