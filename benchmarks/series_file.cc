#include "benchmarks/series_file.h"

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "forecast/base/status_macros.h"

namespace prognos::benchmarks {
namespace {

using Fields = std::vector<absl::string_view>;

struct FileColumns {
  int series = -1;
  int month = -1;
  int amount = -1;
  int part = -1;
};

// One series as its rows were read.
struct SeriesRows {
  std::string name;
  std::map<Month, double> history;
  std::map<Month, double> future;
};

int IndexOf(const Fields& header, absl::string_view name) {
  for (size_t column = 0; column < header.size(); ++column) {
    if (header[column] == name) return static_cast<int>(column);
  }
  return -1;
}

absl::StatusOr<FileColumns> FindColumns(const Fields& header, absl::string_view amount) {
  FileColumns columns{IndexOf(header, "series"), IndexOf(header, "month"),
                      IndexOf(header, amount.empty() ? "value" : amount), IndexOf(header, "part")};
  if (columns.amount < 0 && amount.empty()) columns.amount = IndexOf(header, "cost");
  if (columns.series >= 0 && columns.month >= 0 && columns.amount >= 0) return columns;
  return absl::InvalidArgumentError(
      absl::StrCat("line 1: needs the columns series, month and ", amount.empty() ? "value (or cost)" : amount));
}

absl::StatusOr<double> ParseAmount(absl::string_view text) {
  double amount = kMissing;
  if (text.empty()) return amount;
  if (absl::SimpleAtod(text, &amount) && std::isfinite(amount)) return amount;
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is not a number"));
}

absl::Status AddRow(const Fields& fields, const FileColumns& columns, SeriesRows& rows) {
  PROGNOS_ASSIGN_OR_RETURN(const Month month, Month::Parse(fields[columns.month]));
  PROGNOS_ASSIGN_OR_RETURN(const double amount, ParseAmount(fields[columns.amount]));
  const absl::string_view part = columns.part < 0 ? "history" : fields[columns.part];
  if (part != "history" && part != "future") {
    return absl::InvalidArgumentError(absl::StrCat("part: \"", part, "\" must be history or future"));
  }
  if (rows.history.count(month) + rows.future.count(month) > 0) {
    return absl::InvalidArgumentError(absl::StrCat(month.ToString(), " comes twice"));
  }
  (part == "history" ? rows.history : rows.future)[month] = amount;
  return absl::OkStatus();
}

MonthlySeries SeriesFrom(const std::map<Month, double>& rows, Month first, Month last) {
  MonthlySeries series{first, Vector::Constant(last - first + 1, kMissing)};
  for (const auto& [month, amount] : rows) series.values[month - first] = amount;
  return series;
}

absl::StatusOr<BenchmarkSeries> ToSeries(const SeriesRows& rows) {
  BenchmarkSeries series{rows.name, {}, {}};
  if (!rows.history.empty()) {
    series.history = SeriesFrom(rows.history, rows.history.begin()->first, rows.history.rbegin()->first);
  }
  if (rows.future.empty()) return series;
  const Month begin = rows.history.empty() ? rows.future.begin()->first : series.history.end();
  if (rows.future.begin()->first < begin) {
    return absl::InvalidArgumentError(absl::StrCat(rows.name, ": a future month lies inside the history"));
  }
  series.future = SeriesFrom(rows.future, begin, rows.future.rbegin()->first);
  return series;
}

}  // namespace

MonthlySeries BenchmarkSeries::Whole() const {
  if (future.empty()) return history;
  MonthlySeries whole{history.empty() ? future.first : history.first, Vector(history.size() + future.size())};
  whole.values << history.values, future.values;
  return whole;
}

absl::StatusOr<std::vector<BenchmarkSeries>> ParseSeries(absl::string_view text, absl::string_view column) {
  std::vector<SeriesRows> all;
  std::map<absl::string_view, size_t> position;
  FileColumns columns;
  size_t width = 0;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripSuffix(line, "\r");
    if (line.empty()) continue;
    const Fields fields = absl::StrSplit(line, ',');
    if (number == 1) {
      PROGNOS_ASSIGN_OR_RETURN(columns, FindColumns(fields, column));
      width = fields.size();
      continue;
    }
    if (fields.size() != width) return absl::InvalidArgumentError(absl::StrCat("line ", number, ": wrong width"));
    const auto [found, is_new] = position.try_emplace(fields[columns.series], all.size());
    if (is_new) all.push_back({std::string(fields[columns.series]), {}, {}});
    const absl::Status status = AddRow(fields, columns, all[found->second]);
    if (!status.ok()) return absl::Status(status.code(), absl::StrCat("line ", number, ": ", status.message()));
  }
  std::vector<BenchmarkSeries> result;
  for (const SeriesRows& rows : all) {
    PROGNOS_ASSIGN_OR_RETURN(BenchmarkSeries series, ToSeries(rows));
    result.push_back(std::move(series));
  }
  return result;
}

absl::StatusOr<std::vector<BenchmarkSeries>> ReadSeriesFile(const std::string& path, absl::string_view column) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  std::ostringstream text;
  text << file.rdbuf();
  const absl::StatusOr<std::vector<BenchmarkSeries>> series = ParseSeries(text.str(), column);
  if (!series.ok()) return absl::Status(series.status().code(), absl::StrCat(path, ": ", series.status().message()));
  return series;
}

}  // namespace prognos::benchmarks
