// Payments that come back: an insurance each May, a rent each quarter, and nothing in between ("recurring-payments").
//
// A history has a rhythm of P months (2, 3, 4, 6 or 12; the shortest that fits) when every month of its last two years
// was paid or not as the month P before it was, at least one payment has come back, with P = 2 two, and at most half of
// the months are paid. Then a month to come is paid when the month P before it was. What it holds is the level of the
// payments in its place of the rhythm, smoothed over them from the first on:
//
//   level_i = level_{i-1} + a (payment_i - level_{i-1}),      a = P / (P + 3)
//
// the longer between two payments, the more is the newest one worth. Months between are zero, and certain to be.
//
// Paths: every payment of a path is off by s |level|, half of the variance in common. s^2 is the mean square of the
// errors that the smoothing made, each divided by its level, drawn towards kSpreadOfPayments^2, which counts as one
// more.
//
// A missing month is as the rhythm has it. Any sign and scale. No budget, no regressors.
#ifndef PROGNOS_FORECAST_MODELS_INTERMITTENT_RECURRING_PAYMENTS_H_
#define PROGNOS_FORECAST_MODELS_INTERMITTENT_RECURRING_PAYMENTS_H_

#include "forecast/models/model.h"

namespace prognos::models {

inline constexpr double kSpreadOfPayments = 0.1;

// P above; 0: no rhythm.
int RhythmOf(const MonthlySeries& history);

class RecurringPayments : public Model {
 public:
  absl::string_view name() const override { return "recurring-payments"; }
  int least_history_months() const override { return 4; }
  // FAILED_PRECONDITION: no rhythm.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_INTERMITTENT_RECURRING_PAYMENTS_H_
