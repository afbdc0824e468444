#include "forecast/interchange/table_sums.h"

namespace prognos {

void TableSums::Sum::Add(Flow flow, int64_t value) {
  (flow == Flow::kCost ? cost : flow == Flow::kRevenue ? revenue : other) += value;
}

bool TableSums::Sum::Fits(absl::int128 stated) const {
  return stated == Plain() || stated == cost || stated == revenue || stated == cost - revenue ||
         stated == revenue - cost || stated == other;
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
  if (!month.has_value()) return all->second.Plain();
  const auto of_month = by_month_.find({column, *month});
  if (of_month == by_month_.end()) return all->second.Plain();
  return of_month->second.Fits(stated) ? std::nullopt : std::optional<absl::int128>(of_month->second.Plain());
}

}  // namespace prognos
