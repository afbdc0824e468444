#include "forecast/interchange/table_sums.h"

#include <utility>

#include "forecast/interchange/scaled_amounts.h"
#include "messages/note.h"

namespace prognos {
namespace {

absl::int128 SizeOfDifference(absl::int128 value) { return value < 0 ? -value : value; }

}  // namespace

void TableSums::Sum::Add(Flow flow, int64_t value) {
  (flow == Flow::kCost ? cost : flow == Flow::kRevenue ? revenue : other) += value;
}

absl::int128 TableSums::Sum::Closest(absl::int128 stated) const {
  absl::int128 closest = cost + revenue + other;
  for (const absl::int128 reading : {cost, revenue, cost - revenue, revenue - cost, other}) {
    if (SizeOfDifference(stated - reading) < SizeOfDifference(stated - closest)) closest = reading;
  }
  return closest;
}

void TableSums::Add(size_t column, Flow flow, std::optional<Month> month, int64_t value) {
  all_[column].Add(flow, value);
  group_[column].Add(flow, value);
  if (month.has_value()) by_month_[{column, *month}].Add(flow, value);
}

std::optional<absl::int128> TableSums::Differing(size_t column, std::optional<Month> month, int64_t stated) const {
  const auto all = all_.find(column);
  if (all == all_.end() || all->second.Fits(stated)) return std::nullopt;
  const auto group = group_.find(column);
  if (group != group_.end() && group->second.Fits(stated)) return std::nullopt;
  const auto of_month = month.has_value() ? by_month_.find({column, *month}) : by_month_.end();
  const Sum& parts = of_month == by_month_.end() ? all->second : of_month->second;
  return parts.Fits(stated) ? std::nullopt : std::optional<absl::int128>(parts.Closest(stated));
}

void SumDifferences::Add(SumDifference difference) {
  sum_ += difference.Difference();
  if (++count_ > 1 && SizeOfDifference(difference.Difference()) <= SizeOfDifference(largest_.Difference())) return;
  largest_ = std::move(difference);
}

Message NoteOf(const SumDifference& difference) {
  return messages::note::SumDiffersFromItsParts(difference.line, difference.name, AmountOf(difference.stated),
                                                difference.column, AmountOf(difference.made));
}

Message NoteOfRow(const SumDifferences& differences) {
  if (differences.count() == 0) return {};
  const SumDifference& most = differences.largest();
  if (differences.count() == 1) return NoteOf(most);
  return messages::note::SumsDifferFromTheirParts(most.line, most.name, Argument::Count(differences.count()),
                                                  most.column, AmountOf(most.stated), AmountOf(most.made),
                                                  AmountOf(differences.sum()));
}

}  // namespace prognos
