#include "forecast/rounds/accuracy.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "forecast/base/number_format.h"

namespace prognos::rounds {
namespace {

void Count(const std::optional<bool>& inside, Hits& hits) {
  if (!inside.has_value()) return;
  ++hits.of;
  if (*inside) ++hits.count;
}

// `sorted` holds at least one.
int64_t Median(const std::vector<int64_t>& sorted) {
  const size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return DivideRounded(sorted[middle - 1] + sorted[middle], 2);
}

}  // namespace

std::optional<double> PercentOfBudget(int64_t error, std::optional<int64_t> net_budget) {
  if (net_budget.value_or(0) <= 0) return std::nullopt;
  return 100.0 * std::abs(static_cast<double>(error)) / static_cast<double>(*net_budget);
}

Accuracy AccuracyOf(const std::vector<RoundError>& errors) {
  Accuracy accuracy;
  accuracy.years = static_cast<int>(errors.size());
  if (errors.empty()) return accuracy;
  std::vector<int64_t> absolute;
  int64_t sum = 0;
  int64_t absolute_sum = 0;
  double percent_sum = 0.0;
  int percents = 0;
  for (const RoundError& one : errors) {
    absolute.push_back(std::abs(one.error));
    sum += one.error;
    absolute_sum += absolute.back();
    Count(one.inside_50, accuracy.inside_50);
    Count(one.inside_80, accuracy.inside_80);
    Count(one.inside_95, accuracy.inside_95);
    if (!one.percent.has_value()) continue;
    percent_sum += *one.percent;
    ++percents;
  }
  std::sort(absolute.begin(), absolute.end());
  accuracy.mean_absolute = DivideRounded(absolute_sum, accuracy.years);
  accuracy.median_absolute = Median(absolute);
  accuracy.bias = DivideRounded(sum, accuracy.years);
  if (percents > 0) accuracy.mean_percent = percent_sum / percents;
  return accuracy;
}

}  // namespace prognos::rounds
