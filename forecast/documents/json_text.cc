#include "forecast/documents/json_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace prognos::documents {

std::string JsonString(absl::string_view text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') {
      absl::StrAppend(&out, "\\", std::string(1, byte));
    } else if (static_cast<unsigned char>(byte) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(byte));
    } else {
      out += byte;
    }
  }
  return out + "\"";
}

std::string JsonNumber(double value) {
  if (!std::isfinite(value)) return "null";
  std::array<char, 32> digits = {};
  const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  return std::string(digits.begin(), end);
}

}  // namespace prognos::documents
