// Digits in the texts of files: 0-9 only, whatever the locale.
#ifndef PROGNOS_FORECAST_INTERCHANGE_DIGITS_H_
#define PROGNOS_FORECAST_INTERCHANGE_DIGITS_H_

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace prognos {

inline bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// False for an empty text.
inline bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_DIGITS_H_
