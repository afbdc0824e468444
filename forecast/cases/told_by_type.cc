#include "forecast/cases/told_by_type.h"

#include <algorithm>
#include <cmath>

namespace prognos::cases {
namespace {

bool HasMoney(double value) { return !std::isnan(value) && value != 0.0; }

// The first month from `begin` on in which something is booked.
std::optional<Month> FirstMoney(const MonthlySeries& series, Month begin) {
  for (Month month = std::max(begin, series.first); month < series.end(); month = month + 1) {
    if (HasMoney(series.At(month))) return month;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Month> ToldByTypeSince(const MonthlySeries& untyped, absl::Span<const MonthlySeries* const> typed) {
  std::optional<Month> since;
  for (const MonthlySeries* series : typed) {
    if (series->empty()) continue;
    const std::optional<Month> first = FirstMoney(*series, series->first);
    if (first.has_value()) since = std::min(since.value_or(*first), *first);
  }
  if (!since.has_value() || untyped.empty()) return since;
  return FirstMoney(untyped, *since).has_value() ? std::nullopt : since;
}

}  // namespace prognos::cases
