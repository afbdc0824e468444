#include "client/request_id.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_format.h"

namespace prognos::client {

std::string NewRequestId() {
  std::random_device device;
  const auto draw = [&device] { return (static_cast<uint64_t>(device()) << 32) | device(); };
  const uint64_t high = (draw() & ~uint64_t{0xF000}) | uint64_t{0x4000};       // Version 4.
  const uint64_t low = (draw() & ~(uint64_t{3} << 62)) | (uint64_t{2} << 62);  // Variant 1.
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48,
                         low & 0xFFFFFFFFFFFF);
}

}  // namespace prognos::client
