// "host:port", as an address to listen on or to call.
#ifndef PROGNOS_FORECAST_BASE_HOST_AND_PORT_H_
#define PROGNOS_FORECAST_BASE_HOST_AND_PORT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace prognos {

struct HostAndPort {
  std::string host;  // Not empty; without the brackets around an IPv6 address.
  int port = 0;      // 0-65535.
};

// The parts of "localhost:7443", "127.0.0.1:0" or "[::1]:7443". nullopt for everything else, such as a web address
// ("http://localhost:7443"), and an IPv6 address without brackets, of which nobody can tell the port: gRPC takes both
// for names without a port.
std::optional<HostAndPort> ParseHostAndPort(absl::string_view address);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_HOST_AND_PORT_H_
