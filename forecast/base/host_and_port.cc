#include "forecast/base/host_and_port.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace prognos {
namespace {

constexpr int kMostPort = 65535;

// SimpleAtoi would take blanks and a sign as well.
std::optional<int> ParsePort(absl::string_view text) {
  int port = 0;
  if (!std::all_of(text.begin(), text.end(), absl::ascii_isdigit) || !absl::SimpleAtoi(text, &port))
    return std::nullopt;
  if (port > kMostPort) return std::nullopt;  // gRPC would take port 99999 for 34463.
  return port;
}

}  // namespace

std::optional<HostAndPort> ParseHostAndPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return std::nullopt;
  const std::optional<int> port = ParsePort(address.substr(colon + 1));
  absl::string_view host = address.substr(0, colon);
  const bool in_brackets = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  const absl::string_view not_in_a_host = in_brackets ? "/[]" : "/[]:";
  if (!port.has_value() || host.empty() || host.find_first_of(not_in_a_host) != absl::string_view::npos) {
    return std::nullopt;
  }
  return HostAndPort{std::string(host), *port};
}

}  // namespace prognos
