#include "forecast/budget/phasing.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "forecast/base/apportion.h"
#include "forecast/messages/message.h"
#include "messages/note.h"

namespace prognos::budget {

MonthlyAmounts PhaseEvenly(int64_t amount_ore, int first_month) {
  const int count = kMonthsPerYear - first_month + 1;
  const int64_t rest = amount_ore % count;  // Has the sign of the amount.
  MonthlyAmounts months{};
  for (int i = 0; i < count; ++i) {
    months[first_month - 1 + i] = amount_ore / count + (i < std::abs(rest) ? (rest > 0 ? 1 : -1) : 0);
  }
  return months;
}

bool HasProfile(const MonthlySeries& history, int year, int first_month) {
  const Month january = Month::January(year);
  for (int i = first_month - 1; i < kMonthsPerYear; ++i) {
    if (!(history.At(january + i) >= 0.0)) return false;  // Missing or negative.
  }
  return history.SumBetween(january + (first_month - 1), january + 11) > 0.0;
}

MonthlyAmounts PhaseLikeYear(int64_t amount_ore, const MonthlySeries& history, int year, int first_month) {
  std::vector<double> weights;
  for (int i = first_month - 1; i < kMonthsPerYear; ++i) weights.push_back(history.At(Month::January(year) + i));
  const std::vector<int64_t> parts = Apportion(amount_ore, weights);
  MonthlyAmounts months{};
  std::copy(parts.begin(), parts.end(), months.begin() + (first_month - 1));
  return months;
}

void Phase(BudgetLine& line, int year, const MonthlySeries& history) {
  if (line.phasing == Phasing::kMonthlyAmounts) return;
  const bool like_last_year = line.phasing == Phasing::kLastYear;
  if (like_last_year && HasProfile(history, year - 1, line.first_month)) {
    line.monthly_ore = PhaseLikeYear(line.amount_ore, history, year - 1, line.first_month);
    return;
  }
  line.monthly_ore = PhaseEvenly(line.amount_ore, line.first_month);
  if (like_last_year) line.note = Encode(messages::note::PhasedEvenly(year - 1));
}

}  // namespace prognos::budget
