#include "forecast/interchange/number_formats.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace prognos {
namespace {

// The first section without what it shows as it stands.
std::string BareCode(absl::string_view code) {
  std::string bare;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '"' || c == '[') {
      i = std::min(code.find(c == '"' ? '"' : ']', i + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {  // Shown, as wide as, or repeated: the character after it.
      ++i;
    } else {
      bare += absl::ascii_tolower(static_cast<unsigned char>(c));
    }
  }
  return bare;
}

// A comma behind the last digit divides by a thousand.
bool EndsInComma(absl::string_view bare) {
  const size_t last = bare.find_last_of("0#?");
  return last != absl::string_view::npos && last + 1 < bare.size() && bare[last + 1] == ',';
}

}  // namespace

NumberFormat FormatOfCode(absl::string_view code) {
  const std::string bare = BareCode(code);
  NumberFormat format;
  if (bare == "general" || bare.empty()) return format;
  const bool has_year_or_day = bare.find_first_of("yd") != std::string::npos;
  const bool has_time = bare.find_first_of("hs") != std::string::npos;
  const bool has_digits = bare.find_first_of("0#?") != std::string::npos;
  format.is_day = !has_digits && (has_year_or_day || (bare.find('m') != std::string::npos && !has_time));
  format.is_percent = absl::StrContains(bare, "%");
  format.is_scaled = EndsInComma(bare);
  return format;
}

NumberFormat FormatOfNumber(int id) {
  NumberFormat format;
  format.is_day = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
  format.is_percent = id == 9 || id == 10;
  return format;
}

std::optional<absl::CivilDay> DayCounted(double count, bool from_1904) {
  constexpr double kEndOfYear9999 = 2'958'466;
  if (!(count >= (from_1904 ? 0 : 1) && count < kEndOfYear9999)) return std::nullopt;
  const auto days = static_cast<int64_t>(std::floor(count));
  if (from_1904) return absl::CivilDay(1904, 1, 1) + days;
  return absl::CivilDay(1899, 12, days < 60 ? 31 : 30) + days;
}

RecordCell FormattedCell(double number, const NumberFormat& format, bool from_1904) {
  if (format.is_day) {
    const std::optional<absl::CivilDay> day = DayCounted(number, from_1904);
    if (day.has_value()) return RecordCell::Day(*day);
  }
  RecordCell cell = RecordCell::Number(format.is_percent ? number * 100 : number);
  if (format.is_percent) cell.text += " %";
  if (format.is_scaled) cell.text += " kr";
  return cell;
}

}  // namespace prognos
