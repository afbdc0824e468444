#include "forecast/base/amount.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/unit.h"
#include "messages/value.h"

namespace prognos {
namespace {

absl::Status NotANumber() { return MessageStatus(absl::StatusCode::kInvalidArgument, messages::value::IsNotANumber()); }

absl::Status TooLarge() { return MessageStatus(absl::StatusCode::kOutOfRange, IsBeyondTheLargestAmount()); }

}  // namespace

Message IsBeyondTheLargestAmount() {
  return messages::value::IsBeyondTheLargestAmount(Argument::Count(kMaxAmountOre / kMoneyUnit.parts_per_whole));
}

absl::StatusOr<int64_t> AddOre(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) {
    return MessageStatus(absl::StatusCode::kOutOfRange,
                         messages::value::SumIsTooLarge(Argument::Amount(a), Argument::Amount(b)));
  }
  return sum;
}

absl::StatusOr<int64_t> ParseDecimal(absl::string_view text, char decimal_mark, int units_per_whole) {
  absl::string_view rest = text;
  bool negative = false;
  if (absl::ConsumePrefix(&rest, "-") || absl::ConsumePrefix(&rest, "\u2212")) {
    negative = true;
  } else {
    absl::ConsumePrefix(&rest, "+");
  }
  int64_t value = 0;
  int64_t unit = 0;  // What one step of the next decimal is worth; 0 before the decimal mark.
  bool seen_mark = false;
  bool seen_digit = false;
  const int64_t limit = kMaxAmountOre / kMoneyUnit.parts_per_whole * units_per_whole;
  for (const char c : rest) {
    if (c == decimal_mark && !seen_mark) {
      seen_mark = true;
      unit = units_per_whole;
      value *= units_per_whole;
      continue;
    }
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return NotANumber();
    seen_digit = true;
    const int digit = c - '0';
    if (!seen_mark) {
      value = value * 10 + digit;
      if (value > limit / units_per_whole) return TooLarge();
      continue;
    }
    unit /= 10;
    if (unit == 0 && digit != 0) {
      return MessageStatus(absl::StatusCode::kInvalidArgument, messages::value::HasTooManyDecimals(units_per_whole));
    }
    value += digit * unit;
  }
  if (!seen_digit) return NotANumber();
  if (!seen_mark) value *= units_per_whole;
  if (value > limit) return TooLarge();
  return negative ? -value : value;
}

}  // namespace prognos
