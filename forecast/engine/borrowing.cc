#include "forecast/engine/borrowing.h"

#include <algorithm>

#include "forecast/models/pooled_regression.h"

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
  const auto pool = models::PooledRegression::Fit(histories);
  if (!pool.ok() || !(*pool)->CanTeach()) return nullptr;
  return std::make_unique<models::PooledModel>(*pool);
}

}  // namespace prognos::engine
