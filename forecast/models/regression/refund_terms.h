// What refunds are claimed of, and when: rates by law and quarters that are claimed together.
//
//   earned(t)   = rate(t) x(t)                       what the costs or care days x of the month may be claimed with
//   claimed(t)  = earned(t)                          where each month is claimed for itself;
//                 sum of earned over the period      where periods of several months are claimed together, at the end
//                 of
//                                                    the period; 0 in its other months
//
// The rate is that of the month of the costs, not of the month of payment: a cut by law from July on reaches the
// payments months later, spread as payments are.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_REFUND_TERMS_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_REFUND_TERMS_H_

#include <vector>

#include "absl/status/status.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

struct RefundRate {
  Month first;          // Of the costs; until that of the next one. Months before the first rate have that one, too.
  double amount = 1.0;  // For a unit of the driver; not negative, finite.
};

struct RefundBooking {
  Month first;     // Of the costs; months before the first one are claimed each for itself.
  int months = 1;  // Claimed together, counted from January: 1, 2, 3, 4, 6 or 12.
};

struct RefundTerms {
  std::vector<RefundRate> rates;        // Rising by month; none: 1 for each unit.
  std::vector<RefundBooking> bookings;  // Rising by month; none: each month for itself.

  // INVALID_ARGUMENT naming field, value and rule.
  absl::Status Validate() const;
};

// Of valid terms. Missing where `driver` is; a period that holds a missing month is missing at its end. A period that
// begins before the series does, or before its booking, is the months that there are.
MonthlySeries Earned(const MonthlySeries& driver, const RefundTerms& terms);
MonthlySeries Claimed(const MonthlySeries& earned, const RefundTerms& terms);

// When what is earned in a month is claimed: the month itself, or the last of its period.
Month ClaimMonthOf(Month earned, const RefundTerms& terms);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_REFUND_TERMS_H_
