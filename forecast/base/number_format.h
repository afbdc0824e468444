// Numbers as an ekonom reads them: thousands apart, a decimal comma, a real minus sign, amounts in tkr and mnkr.
//
// Swedish: 1 234,5 with U+00A0 between thousands. English: 1,234.5. Both: U+2212 for minus, so that a sign never wraps
// or looks like a hyphen. Rounding is to the nearest, halves away from zero.
#ifndef PROGNOS_FORECAST_BASE_NUMBER_FORMAT_H_
#define PROGNOS_FORECAST_BASE_NUMBER_FORMAT_H_

#include <cstdint>
#include <string>

#include "forecast/base/unit.h"
#include "forecast/messages/language.h"

namespace prognos {

enum class Sign {
  kWhenNegative,  // −5, 0, 5
  kAlways,        // −5, 0, +5: for deviations, where plus is surplus.
};

// `value` / `divisor` rounded to the nearest whole number, halves away from zero. `divisor` > 0.
int64_t DivideRounded(int64_t value, int64_t divisor);

// 1234567 -> "1 234 567".
std::string FormatInteger(int64_t value, Language language, Sign sign = Sign::kWhenNegative);

// `value` counts 1/`parts_per_whole` (a power of ten); printed in wholes with `decimals` (0-6) decimals: 1234567 parts
// of 100 with 1 decimal -> "12 345,7".
std::string FormatDecimal(int64_t value, int64_t parts_per_whole, int decimals, Language language,
                          Sign sign = Sign::kWhenNegative);

// Öre as kronor with two decimals, thousandths of a volume with one: 1234567 öre -> "12 345,67".
std::string FormatWholes(int64_t parts, Unit unit, Language language, Sign sign = Sign::kWhenNegative);

// A count in words: `one` for 1 and `many` for the rest, with the number for their $0: "1 rad", "1 512 rader".
std::string FormatCount(int64_t count, const char* one, const char* many, Language language);

// Öre as thousand kronor without decimals: 123456789 -> "1 235".
std::string FormatTkr(int64_t ore, Language language, Sign sign = Sign::kWhenNegative);
// Öre as million kronor with one decimal: -1509876543 -> "−15,1".
std::string FormatMnkr(int64_t ore, Language language, Sign sign = Sign::kWhenNegative);

// A probability (0-1) in whole per cent; never "0 %" or "100 %", which would be a promise: "< 1 %", "98 %", "> 99 %".
std::string FormatProbability(double probability, Language language);

// 12.34 -> "12,3 %"; above 999: "> 999 %".
std::string FormatPercent(double percent, Language language);

// For programs: no grouping, '-' for minus, all decimals of the unit, and the language's decimal mark: "-1234,50".
std::string FormatMachine(int64_t value, int64_t parts_per_whole, Language language);
std::string FormatMachine(int64_t parts, Unit unit, Language language);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_NUMBER_FORMAT_H_
