#include "benchmarks/csv_lines.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/status_macros.h"

namespace prognos::benchmarks {
namespace {

absl::Status CheckHeader(const std::vector<absl::string_view>& header, const std::vector<absl::string_view>& columns) {
  const auto has = [&](absl::string_view column) { return absl::c_linear_search(header, column); };
  if (absl::c_all_of(columns, has)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("line 1: needs the columns ", absl::StrJoin(columns, ",")));
}

}  // namespace

absl::StatusOr<std::vector<CsvLine>> SplitCsv(absl::string_view text, const std::vector<absl::string_view>& columns) {
  std::vector<CsvLine> lines;
  std::vector<absl::string_view> header;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripSuffix(line, "\r");
    if (line.empty()) continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
    if (header.empty()) {
      PROGNOS_RETURN_IF_ERROR(CheckHeader(fields, columns));
      header = fields;
      continue;
    }
    lines.push_back({number, {}});
    if (fields.size() != header.size()) continue;
    for (size_t column = 0; column < header.size(); ++column) lines.back().cells[header[column]] = fields[column];
  }
  if (header.empty()) return CheckHeader({}, columns);
  return lines;
}

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::optional<absl::CivilDay> DayIn(absl::string_view text, bool is_last) {
  const absl::StatusOr<Month> month = Month::Parse(text.substr(0, 7));
  if (!month.ok()) return std::nullopt;
  if (text.size() == 7) return is_last ? FirstDayOf(*month + 1) - 1 : FirstDayOf(*month);
  absl::CivilDay day;
  // Not 2022-02-30, which is taken for the 2nd of March.
  if (!absl::ParseCivilTime(text, &day) || absl::FormatCivilTime(day) != text) return std::nullopt;
  return day;
}

}  // namespace prognos::benchmarks
