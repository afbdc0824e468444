#include "forecast/models/baselines/remaining_budget.h"

#include <algorithm>
#include <cmath>

namespace prognos::models {
namespace {

// `month`, or where the budget ended before it, the same calendar month of the budget's last year.
double BudgetOf(const MonthlySeries& budget, Month month) {
  const int past_end = std::max(0, month - (budget.end() - 1));
  const int years_back = (past_end + kMonthsPerYear - 1) / kMonthsPerYear;
  return budget.At(month - years_back * kMonthsPerYear);
}

}  // namespace

Vector RemainingBudget::Predict(const TrainingData& training, Month origin, int horizon) const {
  const MonthlySeries budget = training.budget.Trimmed();
  if (budget.empty() || budget.end() <= origin) return Vector();
  const double level = budget.Mean();
  Vector forecast(horizon);
  for (int at = 0; at < horizon; ++at) {
    const double month = BudgetOf(budget, origin + at);
    forecast[at] = std::isnan(month) ? level : month;
  }
  return forecast;
}

}  // namespace prognos::models
