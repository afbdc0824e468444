#include "forecast/interchange/record_source.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "forecast/interchange/cell_values.h"

namespace prognos {

RecordCell RecordCell::Number(double number) {
  constexpr int kDigits = 15;
  const double size = std::abs(number);
  std::string text;
  if (size >= 1e15 || !std::isfinite(number)) {
    text = absl::StrFormat("%.15g", number);
  } else {
    const int whole_digits = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
    text = absl::StrFormat("%.*f", std::max(0, kDigits - whole_digits), number);
    if (absl::StrContains(text, ".")) {
      text.erase(text.find_last_not_of('0') + 1);
      if (text.back() == '.') text.pop_back();
    }
    const size_t point = text.find('.');
    if (point != std::string::npos && text.size() - point - 1 == 3) text += '0';
    if (text == "-0") text = "0";
  }
  RecordCell cell(std::move(text));
  cell.typed = number;
  return cell;
}

RecordCell RecordCell::Day(absl::CivilDay day) {
  RecordCell cell(absl::FormatCivilTime(day));
  cell.typed = day;
  return cell;
}

RecordCell RecordCell::Broken(std::string shown, BrokenCell why) {
  RecordCell cell(std::move(shown));
  cell.typed = why;
  return cell;
}

bool Record::IsBlank() const {
  return std::all_of(cells.begin(), cells.end(), [](const RecordCell& cell) { return TrimCell(cell.text).empty(); });
}

}  // namespace prognos
