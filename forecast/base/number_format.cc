#include "forecast/base/number_format.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "forecast/messages/grouped_digits.h"

namespace prognos {
namespace {

constexpr double kMostPercent = 999.0;

const char* ThousandsMark(Language language) { return language == Language::kSwedish ? "\u00a0" : ","; }
const char* DecimalMark(Language language) { return language == Language::kSwedish ? "," : "."; }

const char* SignOf(int64_t value, Sign sign) {
  if (value < 0) return kMinus;
  return value > 0 && sign == Sign::kAlways ? "+" : "";
}

int64_t PowerOfTen(int exponent) {
  int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// 5 with width 3 -> "005".
std::string ZeroPadded(uint64_t value, size_t width) {
  std::string digits = absl::StrCat(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

size_t DecimalsOf(int64_t parts_per_whole) { return absl::StrCat(parts_per_whole).size() - 1; }

}  // namespace

int64_t DivideRounded(int64_t value, int64_t divisor) {
  const int64_t quotient = value / divisor;
  const int64_t rest = value % divisor;
  const bool away = Magnitude(rest) >= static_cast<uint64_t>(divisor) - Magnitude(rest);
  if (!away || rest == 0) return quotient;
  return rest < 0 ? quotient - 1 : quotient + 1;
}

std::string FormatInteger(int64_t value, Language language, Sign sign) {
  return absl::StrCat(SignOf(value, sign), GroupThousands(Magnitude(value), ThousandsMark(language)));
}

std::string FormatCount(int64_t count, const char* one, const char* many, Language language) {
  return absl::Substitute(count == 1 ? one : many, FormatInteger(count, language));
}

std::string FormatDecimal(int64_t value, int64_t parts_per_whole, int decimals, Language language, Sign sign) {
  const int64_t scale = PowerOfTen(decimals);
  const int64_t scaled =
      parts_per_whole >= scale ? DivideRounded(value, parts_per_whole / scale) : value * (scale / parts_per_whole);
  if (decimals == 0) return FormatInteger(scaled, language, sign);
  const uint64_t magnitude = Magnitude(scaled);
  const auto unsigned_scale = static_cast<uint64_t>(scale);
  return absl::StrCat(SignOf(scaled, sign), GroupThousands(magnitude / unsigned_scale, ThousandsMark(language)),
                      DecimalMark(language), ZeroPadded(magnitude % unsigned_scale, static_cast<size_t>(decimals)));
}

std::string FormatTkr(int64_t ore, Language language, Sign sign) {
  return FormatInteger(DivideRounded(ore, kOrePerThousandKronor), language, sign);
}

std::string FormatMnkr(int64_t ore, Language language, Sign sign) {
  return FormatDecimal(ore, kOrePerThousandKronor * 1000, 1, language, sign);
}

std::string FormatProbability(double probability, Language language) {
  const std::string unit = language == Language::kSwedish ? "\u00a0%" : "%";
  const std::string gap = language == Language::kSwedish ? "\u00a0" : " ";
  if (probability < 0.01) return absl::StrCat("<", gap, "1", unit);
  if (probability > 0.99) return absl::StrCat(">", gap, "99", unit);
  return absl::StrCat(std::lround(probability * 100.0), unit);
}

std::string FormatWholes(int64_t parts, Unit unit, Language language, Sign sign) {
  return FormatDecimal(parts, unit.parts_per_whole, unit.shown_decimals, language, sign);
}

std::string FormatPercent(double percent, Language language) {
  const std::string unit = language == Language::kSwedish ? "\u00a0%" : "%";
  const std::string gap = language == Language::kSwedish ? "\u00a0" : " ";
  if (percent > kMostPercent) return absl::StrCat(">", gap, kMostPercent, unit);
  if (percent < -kMostPercent) return absl::StrCat("<", gap, FormatInteger(-999, language), unit);
  return absl::StrCat(FormatDecimal(std::llround(percent * 10.0), 10, 1, language), unit);
}

std::string FormatMachine(int64_t parts, Unit unit, Language language) {
  return FormatMachine(parts, unit.parts_per_whole, language);
}

std::string FormatMachine(int64_t value, int64_t parts_per_whole, Language language) {
  const uint64_t magnitude = Magnitude(value);
  const auto whole = static_cast<uint64_t>(parts_per_whole);
  const std::string digits = absl::StrCat(value < 0 ? "-" : "", magnitude / whole);
  if (whole == 1) return digits;
  return absl::StrCat(digits, DecimalMark(language), ZeroPadded(magnitude % whole, DecimalsOf(parts_per_whole)));
}

}  // namespace prognos
