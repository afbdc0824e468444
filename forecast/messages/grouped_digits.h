// Digits as people read them, of any language.
#ifndef PROGNOS_FORECAST_MESSAGES_GROUPED_DIGITS_H_
#define PROGNOS_FORECAST_MESSAGES_GROUPED_DIGITS_H_

#include <cstdint>
#include <string>

namespace prognos {

// The minus of a number in print, U+2212.
inline constexpr char kMinus[] = "\u2212";

// The absolute value, also of the smallest int64.
uint64_t Magnitude(int64_t value);

// Its digits in groups of three with `mark` between them: 1234567 -> "1 234 567".
std::string GroupThousands(uint64_t magnitude, const char* mark);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_MESSAGES_GROUPED_DIGITS_H_
