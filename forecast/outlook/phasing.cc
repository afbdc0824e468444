#include "forecast/outlook/phasing.h"

#include <algorithm>
#include <vector>

#include "forecast/base/apportion.h"

namespace prognos::outlook {

MonthlyAmounts PhaseEvenly(int64_t yearly_ore) {
  MonthlyAmounts months;
  months.fill(yearly_ore / 12);
  const int64_t rest = yearly_ore % 12;  // Has the sign of the amount.
  for (int64_t i = 0; i < std::abs(rest); ++i) months[i] += rest > 0 ? 1 : -1;
  return months;
}

bool HasProfile(const MonthlySeries& history, int year) {
  const Month january = Month::January(year);
  for (int i = 0; i < kMonthsPerYear; ++i) {
    if (!(history.At(january + i) >= 0.0)) return false;  // Missing or negative.
  }
  return history.SumBetween(january, january + 11) > 0.0;
}

MonthlyAmounts PhaseLikeYear(int64_t yearly_ore, const MonthlySeries& history, int year) {
  std::vector<double> weights;
  for (int i = 0; i < kMonthsPerYear; ++i) weights.push_back(history.At(Month::January(year) + i));
  const std::vector<int64_t> parts = Apportion(yearly_ore, weights);
  MonthlyAmounts months;
  std::copy(parts.begin(), parts.end(), months.begin());
  return months;
}

}  // namespace prognos::outlook
