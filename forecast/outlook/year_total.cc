#include "forecast/outlook/year_total.h"

#include <numeric>

namespace prognos::outlook {
namespace {

void AddAmounts(const MonthlyAmounts& amounts, int sign, MonthlyAmounts& sum) {
  for (size_t at = 0; at < sum.size(); ++at) sum[at] += sign * amounts[at];
}

int64_t Total(const MonthlyAmounts& amounts) { return std::accumulate(amounts.begin(), amounts.end(), int64_t{0}); }

// Sample paths of nothing predicted are empty and count as zeros.
void AddPaths(const Matrix& paths, int sign, Matrix& sum) {
  if (paths.size() == 0) return;
  if (sum.size() == 0) sum = Matrix::Zero(paths.rows(), paths.cols());
  sum += static_cast<double>(sign) * paths;
}

}  // namespace

void YearTotal::Add(const YearTotal& other, int sign) {
  AddAmounts(other.known, sign, known);
  AddAmounts(other.predicted, sign, predicted);
  for (size_t at = 0; at < has_predicted.size(); ++at) has_predicted[at] |= other.has_predicted[at];
  for (size_t at = 0; at < is_unfinished.size(); ++at) is_unfinished[at] |= other.is_unfinished[at];
  AddPaths(other.paths, sign, paths);

  has_budget |= other.has_budget;
  AddAmounts(other.budget, sign, budget);
  explanation.Add(other.explanation);

  has_last_year |= other.has_last_year;
  last_year_is_partial |= other.last_year_is_partial;
  last_year += sign * other.last_year;
}

int64_t YearTotal::KnownAmount() const { return Total(known); }
int64_t YearTotal::FullYear() const { return Total(known) + Total(predicted); }
int64_t YearTotal::Budget() const { return Total(budget); }

}  // namespace prognos::outlook
