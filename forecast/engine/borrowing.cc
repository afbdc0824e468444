#include "forecast/engine/borrowing.h"

#include <algorithm>

#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::engine {

double BorrowedShare(int known_months) {
  if (known_months == 0) return 0.0;
  const double left = static_cast<double>(kBorrowBelow - known_months) / (kBorrowBelow - kBorrowFullyBelow);
  return kMostBorrowed * std::clamp(left, 0.0, 1.0);
}

std::unique_ptr<const models::Model> LearnFromPool(const std::vector<MonthlySeries>& histories) {
  const bool any_borrows = std::any_of(histories.begin(), histories.end(), [](const MonthlySeries& history) {
    return BorrowedShare(history.CountKnown()) > 0.0;
  });
  if (!any_borrows) return nullptr;
  auto learned = models::PooledRegression::Learn(histories);
  return learned.ok() ? *std::move(learned) : nullptr;
}

}  // namespace prognos::engine
