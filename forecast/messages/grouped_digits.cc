#include "forecast/messages/grouped_digits.h"

#include "absl/strings/str_cat.h"

namespace prognos {

uint64_t Magnitude(int64_t value) {
  return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

std::string GroupThousands(uint64_t magnitude, const char* mark) {
  const std::string digits = absl::StrCat(magnitude);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += mark;
    grouped += digits[i];
  }
  return grouped;
}

}  // namespace prognos
