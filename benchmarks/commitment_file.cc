#include "benchmarks/commitment_file.h"

#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "benchmarks/csv_lines.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/status_macros.h"

namespace prognos::benchmarks {
namespace {

std::vector<absl::string_view> CommitmentColumns() { return {"series", "origin_month", "start", "price_per_day"}; }

// One line as it is read.
struct CommitmentLine {
  Month origin_month;
  models::Placement placement;
  std::vector<std::string> faults;
};

CommitmentLine ReadCommitment(absl::string_view origin_month, absl::string_view start, absl::string_view price) {
  CommitmentLine line;
  const absl::StatusOr<Month> month = Month::Parse(origin_month);
  if (!month.ok()) line.faults.push_back(absl::StrCat("origin_month: ", month.status().message()));
  const std::optional<absl::CivilDay> day = DayIn(start, /*is_last=*/false);
  if (!day.has_value()) {
    line.faults.push_back(absl::StrCat("start: \"", start, "\" is not a day (YYYY-MM-DD) nor a month (YYYY-MM)"));
  }
  double kronor = 0.0;
  if (!absl::SimpleAtod(price, &kronor) || !std::isfinite(kronor)) {
    line.faults.push_back(absl::StrCat("price_per_day: \"", price, "\" is not a number"));
  } else if (kronor < 0.0) {
    line.faults.push_back(absl::StrCat("price_per_day: ", price, " must be at least 0"));
  }
  if (month.ok() && day.has_value() && MonthOfDay(*day) > *month) {
    line.faults.push_back(absl::StrCat("start: ", start, " lies after origin_month, ", origin_month));
  }
  if (!line.faults.empty()) return line;
  line.origin_month = *month;
  line.placement.start = models::MomentOf(*day);
  line.placement.price_per_day = kronor;
  return line;
}

}  // namespace

const std::vector<models::Placement>* SeriesCommitments::Find(absl::string_view series, Month origin_month) const {
  static const auto* const kNothingOpen = new std::vector<models::Placement>();
  const auto found = open.find(series);
  if (found == open.end() || !origin_months.contains(origin_month)) return nullptr;
  const auto at = found->second.find(origin_month);
  return at == found->second.end() ? kNothingOpen : &at->second;
}

absl::StatusOr<SeriesCommitments> ParseCommitments(absl::string_view text, const std::vector<BenchmarkSeries>& series) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<CsvLine> lines, SplitCsv(text, CommitmentColumns()));
  std::set<absl::string_view> names;
  for (const BenchmarkSeries& one : series) names.insert(one.name);
  SeriesCommitments commitments;
  std::vector<std::string> faults;
  for (const auto& [number, cells] : lines) {
    const auto fault = [&faults, at = number](absl::string_view rule) {
      faults.push_back(absl::StrCat("line ", at, ": ", rule));
    };
    if (cells.empty()) {
      fault("wrong width");
      continue;
    }
    const absl::string_view name = cells.at("series");
    if (!names.contains(name)) fault(absl::StrCat("series: there is no \"", name, "\""));
    const CommitmentLine line = ReadCommitment(cells.at("origin_month"), cells.at("start"), cells.at("price_per_day"));
    for (const std::string& rule : line.faults) fault(rule);
    if (!line.faults.empty()) continue;
    commitments.open[std::string(name)][line.origin_month].push_back(line.placement);
    commitments.origin_months.insert(line.origin_month);
  }
  if (lines.empty()) faults.push_back("holds no commitment");
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return commitments;
}

absl::StatusOr<SeriesCommitments> ReadCommitmentFile(const std::string& path,
                                                     const std::vector<BenchmarkSeries>& series) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string text, ReadText(path));
  absl::StatusOr<SeriesCommitments> commitments = ParseCommitments(text, series);
  if (commitments.ok()) return commitments;
  return absl::Status(commitments.status().code(), absl::StrCat(path, ": ", commitments.status().message()));
}

}  // namespace prognos::benchmarks
