#include "forecast/interchange/covered_months.h"

#include <algorithm>

namespace prognos {
namespace {

Month MonthOf(absl::CivilDay day) { return Month::FromIndex(static_cast<int>(day.year()) * 12 + day.month() - 1); }

bool StatesSums(const std::map<SieYearAccount, int64_t>& sums, int year) {
  const auto found = sums.lower_bound({year, ""});
  return found != sums.end() && found->first.first == year;
}

bool StatedAsAWhole(const SieLedger& file, int number, const SieYear& year) {
  return !year.from_vouchers || StatesSums(file.results_ore, number) || StatesSums(file.balance_changes_ore, number);
}

}  // namespace

std::set<Month> CoveredMonths(const SieLedger& file, const std::set<Month>& with_results) {
  std::set<Month> covered = with_results;
  for (const auto& [number, year] : file.years) {
    if (!StatedAsAWhole(file, number, year)) continue;
    const auto begin = with_results.lower_bound(MonthOf(year.first));
    const auto end = with_results.upper_bound(MonthOf(year.last));
    if (begin == with_results.end() || begin == end) continue;
    for (Month month = *begin; month < *std::prev(end); month = month + 1) covered.insert(month);
  }
  return covered;
}

}  // namespace prognos
