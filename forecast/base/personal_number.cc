#include "forecast/base/personal_number.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/time/civil_time.h"

namespace prognos {
namespace {

constexpr size_t kShort = 10;  // Digits without the century.
constexpr size_t kLong = 12;
constexpr size_t kAfterSeparator = 4;
constexpr int kOfCoordination = 60;  // Added to the day.
constexpr absl::string_view kSeparators[] = {"-", "+", " ", "\u00a0", "\u2010", "\u2011", "\u2013", "\u2212"};

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

int NumberOf(absl::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = 10 * number + (digit - '0');
  return number;
}

size_t CountDigits(absl::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
}

size_t LengthOfSeparator(absl::string_view text) {
  for (const absl::string_view separator : kSeparators) {
    if (absl::StartsWith(text, separator)) return separator.size();
  }
  return 0;
}

// The last of `digits`, which are ten, makes the sum of all a multiple of ten: every second one counts twice, by the
// sum of its digits.
bool HasCheckDigit(absl::string_view digits) {
  int sum = 0;
  for (size_t at = 0; at < digits.size(); ++at) {
    const int product = (digits[at] - '0') * (at % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  return sum % 10 == 0;
}

// `year` as written: without a century 29 February may be one.
bool IsDayOfBirth(int year, bool has_century, int month, int day) {
  if (has_century && (year < 1800 || year > 2099)) return false;
  if (month < 1 || month > 12) return false;
  if (day > kOfCoordination) day -= kOfCoordination;
  const absl::CivilDay written(has_century ? year : 2000, month, day);
  return day >= 1 && written.day() == day;
}

bool IsPersonalNumber(absl::string_view digits) {
  if (digits.size() != kShort && digits.size() != kLong) return false;
  const absl::string_view last = digits.substr(digits.size() - kShort);
  const bool has_century = digits.size() == kLong;
  const int year = NumberOf(digits.substr(0, has_century ? 4 : 2));
  return IsDayOfBirth(year, has_century, NumberOf(last.substr(2, 2)), NumberOf(last.substr(4, 2))) &&
         HasCheckDigit(last);
}

// How many bytes of `text`, which begins with digits, are a personal number; nullopt: none.
std::optional<size_t> LengthOfNumber(absl::string_view text) {
  const size_t before = CountDigits(text);
  if (IsPersonalNumber(text.substr(0, before))) return before;
  if (before != kShort - kAfterSeparator && before != kLong - kAfterSeparator) return std::nullopt;
  const size_t separator = LengthOfSeparator(text.substr(before));
  const absl::string_view rest = text.substr(before + separator);
  if (separator == 0 || CountDigits(rest) != kAfterSeparator) return std::nullopt;
  std::string digits(text.substr(0, before));
  digits.append(rest.data(), kAfterSeparator);
  if (!IsPersonalNumber(digits)) return std::nullopt;
  return before + separator + kAfterSeparator;
}

}  // namespace

std::string WithoutPersonalNumbers(absl::string_view text) {
  std::string without(text);
  for (size_t at = 0; at < text.size();) {
    if (!IsDigit(text[at])) {
      ++at;
      continue;
    }
    const size_t length = LengthOfNumber(text.substr(at)).value_or(0);
    for (size_t digit = at; digit < at + length; ++digit) {
      if (IsDigit(without[digit])) without[digit] = '*';
    }
    at += length > 0 ? length : CountDigits(text.substr(at));
  }
  return without;
}

bool HoldsPersonalNumber(absl::string_view text) { return WithoutPersonalNumbers(text) != text; }

}  // namespace prognos
