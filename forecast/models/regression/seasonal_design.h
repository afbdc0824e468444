// The columns of the seasonal regression: what each month, known or to come, is explained by.
//
//   free columns      1, and the regressors given (centred and scaled over the months used; constant ones dropped)
//   season            12 indicator columns, one a calendar month
//   trend             one column for each damping d: the damped sum of steps from the last known month T
//                       g(t) = d + d^2 + ... + d^(t - T)                  for t > T
//                       g(t) = -(1 + d + ... + d^(T - t - 1))             for t <= T
//                     so that the slope is 1 at T and fades both ways: a small d sees only the last few months and
//                     carries on only for a few, a d near 1 is close to a straight line.
//
// Months count from 0, the first month of the history; months past its end are the months to come.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_DESIGN_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_DESIGN_H_

#include <array>
#include <vector>

#include "forecast/models/model.h"

namespace prognos::models {

inline constexpr std::array<double, 3> kTrendDampings = {0.85, 0.95, 0.99};
// What a trend keeps of its slope, by a penalty as strong as what the series says of it.
inline constexpr double kTrendShare = 0.5;
// Months before the last ten years are not used: prices, rules and seasons of then are not those of now.
inline constexpr int kWindowMonths = 120;

class SeasonalDesign {
 public:
  // `training.history` has at least one known month.
  explicit SeasonalDesign(const TrainingData& training);

  // The known months used, rising; the last of them is T.
  const std::vector<int>& months() const { return months_; }
  int last_month() const { return months_.back(); }

  Matrix Free(const std::vector<int>& months) const;    // One row a month, 1 + the regressors used.
  Matrix Season(const std::vector<int>& months) const;  // 12 columns.
  // One column; `damping` in (0, 1).
  Vector Trend(const std::vector<int>& months, double damping) const;

  // Ridge penalties of the free columns: none for the level; 1 for a regressor, as much as one month that says the
  // regressor has no effect. That keeps columns finite that repeat each other.
  const Vector& free_penalties() const { return free_penalties_; }

 private:
  void UseRegressors(const Matrix& regressors);

  int first_calendar_month_;  // 0-11: of month 0.
  std::vector<int> months_;
  Matrix regressors_;  // Used ones, standardized; past their last row the last row holds.
  Vector free_penalties_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_SEASONAL_DESIGN_H_
