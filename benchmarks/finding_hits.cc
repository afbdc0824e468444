#include "benchmarks/finding_hits.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/parallel.h"
#include "forecast/base/random.h"

namespace prognos::benchmarks {
namespace {

using findings::Finding;
using findings::FindingKind;

constexpr int kLeastAfterStep = 6;
constexpr int kPlantedIn = 24;  // Of the newest months.

FindingKind KindOfPlant(Plant plant) {
  switch (plant) {
    case Plant::kSign:
      return FindingKind::kWrongSign;
    case Plant::kDouble:
      return FindingKind::kBookedTwice;
    case Plant::kHalf:
      return FindingKind::kNotFullyBooked;
    case Plant::kZero:
      return FindingKind::kNothingBooked;
    case Plant::kLate:
      return FindingKind::kOtherMonth;
    case Plant::kShift:
      return FindingKind::kNewLevel;
    case Plant::kNone:
      break;
  }
  return FindingKind::kOutlier;
}

// The row that a fault of series `number` stands in.
int RowOfPlant(Plant plant, int number, int months, const FindingOptions& options) {
  RandomGenerator generator(
      RandomGenerator::DeriveSeed(options.seed, absl::StrCat("row of ", NameOf(plant), " ", number)));
  const int end = plant == Plant::kShift ? months - kLeastAfterStep : months - 1;
  const int begin = std::max(months - kPlantedIn, 4);
  return begin < end ? begin + generator.Index(end - begin) : months - 1;
}

class ProcessRow {
 public:
  ProcessRow(const CleanProcess& process, const FindingOptions& options) : process_(process), options_(options) {}

  double FalseAlarms() const {
    std::atomic<int> count = 0;
    ForEachIndex(options_.count, options_.threads, [&](int number) {
      count += static_cast<int>(findings::FindUnusualMonths(MakeClean(process_, number, options_.seed)).size());
    });
    return 100.0 * count / options_.count * kMonthsPerYear / process_.months;
  }

  double Hits(Plant plant, bool in_newest) const {
    std::atomic<int> hits = 0;
    std::atomic<int> planted = 0;
    ForEachIndex(options_.count, options_.threads, [&](int number) {
      MonthlySeries series = MakeClean(process_, number, options_.seed);
      int at = in_newest ? process_.months - 1 : RowOfPlant(plant, number, process_.months, options_);
      while (at > 1 && series.values[at] == 0.0) --at;
      ++planted;
      PutInRow(plant, at, series);
      if (IsFound(plant, at, series, findings::FindUnusualMonths(series))) ++hits;
    });
    return 100.0 * hits / planted;
  }

 private:
  const CleanProcess& process_;
  const FindingOptions& options_;
};

}  // namespace

void PutInRow(Plant plant, int at, MonthlySeries& series) {
  MonthlySeries known = series.Before(series.first + at + 1);
  PutInLastMonth(plant, known);
  series.values.head(at + 1) = known.values;
  series.values.tail(series.size() - at - 1) *= FactorOfFuture(plant);
}

bool IsFound(Plant plant, int at, const MonthlySeries& series, const std::vector<Finding>& found) {
  const int row = plant == Plant::kLate ? at - 1 : at;
  const int within = plant == Plant::kShift ? 1 : 0;
  return std::any_of(found.begin(), found.end(), [&](const Finding& finding) {
    return finding.kind == KindOfPlant(plant) && std::abs(finding.month - (series.first + row)) <= within;
  });
}

std::string FindingTable(const FindingOptions& options) {
  std::string table = absl::StrFormat("%-42s %6s", "process", "false");
  for (const Plant plant : AllPlants()) absl::StrAppendFormat(&table, " %6s", NameOf(plant));
  absl::StrAppend(&table, "  newest:");
  for (const Plant plant : AllPlants()) {
    if (plant != Plant::kShift) absl::StrAppendFormat(&table, " %6s", NameOf(plant));
  }
  absl::StrAppend(&table, "\n");
  double sum = 0.0;
  for (const CleanProcess& process : CleanProcesses()) {
    const ProcessRow row(process, options);
    const double false_alarms = row.FalseAlarms();
    sum += false_alarms;
    absl::StrAppendFormat(&table, "%-42s %6.2f", process.name, false_alarms);
    for (const Plant plant : AllPlants()) absl::StrAppendFormat(&table, " %6.0f", row.Hits(plant, false));
    absl::StrAppend(&table, "         ");
    for (const Plant plant : AllPlants()) {
      if (plant != Plant::kShift) absl::StrAppendFormat(&table, " %6.0f", row.Hits(plant, true));
    }
    absl::StrAppend(&table, "\n");
  }
  absl::StrAppendFormat(&table, "%-42s %6.2f\n", "mean", sum / static_cast<double>(CleanProcesses().size()));
  return table;
}

}  // namespace prognos::benchmarks
