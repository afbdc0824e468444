#include "forecast/interchange/year_sums.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "forecast/base/amount.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/scaled_amounts.h"
#include "messages/note.h"

namespace prognos {
namespace {

constexpr int kMostTold = 10;

struct Months {
  int64_t sum_ore = 0;
  int64_t last_ore = 0;  // Of the last month that is not zero.
  int count = 0;         // Months that are not zero.
};

// By year and account; the postings come by month.
absl::StatusOr<std::map<SieYearAccount, Months>> MonthsOf(const Postings& actuals) {
  std::map<SieYearAccount, Months> result;
  for (const AccountMonth& month : actuals.months) {
    if (month.total_ore == 0) continue;
    Months& months = result[{month.year_number, month.account}];
    PROGNOS_ASSIGN_OR_RETURN(months.sum_ore, AddOre(months.sum_ore, month.total_ore));
    months.last_ore = month.total_ore;
    ++months.count;
  }
  return result;
}

uint64_t Size(int64_t ore) { return ore < 0 ? -static_cast<uint64_t>(ore) : static_cast<uint64_t>(ore); }

DifferingSum::LooksLike LookOf(const SieLedger& ledger, const SieYearAccount& key, const Months& months,
                               int64_t stated_ore) {
  if (months.count > 1 && months.last_ore == stated_ore) return DifferingSum::LooksLike::kRunningBalances;
  const auto before = ledger.results_ore.find({key.first - 1, key.second});
  if (before == ledger.results_ore.end()) return DifferingSum::LooksLike::kNothing;
  const absl::StatusOr<int64_t> both = AddOre(months.sum_ore, before->second);
  return both.ok() && *both == stated_ore ? DifferingSum::LooksLike::kTwoYears : DifferingSum::LooksLike::kNothing;
}

// May wrap around, which only changes the order.
uint64_t DifferenceOf(const DifferingSum& sum) {
  return Size(static_cast<int64_t>(static_cast<uint64_t>(sum.months_ore) - static_cast<uint64_t>(sum.stated_ore)));
}

Message NoteOf(const DifferingSum& sum) {
  const Argument stated = Argument::Amount(sum.stated_ore);
  if (!sum.has_months) return messages::note::YearSumHasNoMonths(sum.account, sum.year_number, stated);
  const Argument made = Argument::Amount(sum.months_ore);
  switch (sum.looks_like) {
    case DifferingSum::LooksLike::kRunningBalances:
      return messages::note::MonthsLookLikeRunningBalances(sum.account, sum.year_number, made, stated);
    case DifferingSum::LooksLike::kTwoYears:
      return messages::note::YearSumLooksLikeTwoYears(sum.account, sum.year_number, made, stated);
    case DifferingSum::LooksLike::kNothing:
      break;
  }
  return messages::note::MonthsDifferFromYearSum(sum.account, sum.year_number, made, stated);
}

}  // namespace

std::vector<Message> YearSums::Notes() const {
  std::vector<Message> notes;
  std::map<int, int> told;
  std::map<int, uint64_t> monthless;
  for (const DifferingSum& sum : differing) {
    if (++told[sum.year_number] <= kMostTold) notes.push_back(NoteOf(sum));
    if (!sum.has_months) monthless[sum.year_number] += Size(sum.stated_ore);
  }
  for (const auto& [year, count] : told) {
    if (count <= kMostTold) continue;
    notes.push_back(messages::note::MoreAccountsDiffer(year, Argument::Count(count - kMostTold)));
  }
  for (const auto& [year, ore] : monthless) {
    const uint64_t stated = stated_amounts.at(year);
    const auto per_cent = std::lround(100.0 * static_cast<double>(ore) / static_cast<double>(stated));
    notes.push_back(messages::note::ShareHasNoMonths(year, per_cent, AmountOf(stated)));
  }
  return notes;
}

absl::StatusOr<YearSums> CompareYearSums(const SieLedger& ledger, const Postings& actuals) {
  PROGNOS_ASSIGN_OR_RETURN(const auto months_of, MonthsOf(actuals));
  std::set<int> years_with_months;
  for (const auto& [key, months] : months_of) years_with_months.insert(key.first);
  YearSums sums;
  for (const auto& [key, stated_ore] : ledger.results_ore) {
    if (!years_with_months.contains(key.first)) continue;
    sums.stated_amounts[key.first] += Size(stated_ore);
    const auto months = months_of.find(key);
    const bool has_months = months != months_of.end();
    if (has_months) ++sums.checked_counts[key.first];
    const int64_t months_ore = has_months ? months->second.sum_ore : 0;
    if (months_ore == stated_ore) continue;
    DifferingSum sum{key.first, key.second, months_ore, stated_ore, has_months};
    if (has_months) sum.looks_like = LookOf(ledger, key, months->second, stated_ore);
    sums.differing.push_back(std::move(sum));
  }
  std::stable_sort(sums.differing.begin(), sums.differing.end(),
                   [](const DifferingSum& a, const DifferingSum& b) { return DifferenceOf(a) > DifferenceOf(b); });
  return sums;
}

}  // namespace prognos
