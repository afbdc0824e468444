#include "forecast/base/month.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace prognos {

absl::StatusOr<Month> Month::Of(int year, int month) {
  if (month < 1 || month > 12) {
    return absl::InvalidArgumentError(absl::StrCat("month is ", month, " but must be 1-12"));
  }
  if (year < kFirstYear || year > kLastYear) {
    return absl::InvalidArgumentError(absl::StrCat("year is ", year, " but must be ", kFirstYear, "-", kLastYear));
  }
  return FromIndex(year * 12 + month - 1);
}

absl::StatusOr<Month> Month::Parse(absl::string_view text) {
  const auto is_digit = [text](size_t at) { return absl::ascii_isdigit(static_cast<unsigned char>(text[at])); };
  if (text.size() == 7 && text[4] == '-' && is_digit(0) && is_digit(1) && is_digit(2) && is_digit(3) && is_digit(5) &&
      is_digit(6)) {
    int year = 0;
    int month = 0;
    if (absl::SimpleAtoi(text.substr(0, 4), &year) && absl::SimpleAtoi(text.substr(5), &month)) {
      if (absl::StatusOr<Month> result = Of(year, month); result.ok()) return result;
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("\"", text.substr(0, 40), "\" is not a month (YYYY-MM)"));
}

std::string Month::ToString() const { return absl::StrFormat("%04d-%02d", year(), month()); }

}  // namespace prognos
