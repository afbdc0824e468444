// Refunds that come months after the costs or care days that they are for (återsökning from the state).
//
//   refund(t)  = sum over l = 0 ... L of w(l) claimed(t - l) + s(t) e(t),       w(l) >= 0      (refund_terms.h)
//   share      = sum of w(l)              what comes back of a krona that is claimed, sooner or later
//   left(T)    = sum over t <= T of earned(t) x (sum of the w(l) that pay it after T)    what is outstanding after T
//
// The weights are those of distributed_lag.h with a fixed, small penalty; L is the longest of 3, 6, 9 and 12 months
// that the history has three months for each weight of. s(t) is in proportion to the refund that is expected (a plain
// first fit, at least a fifth of its mean).
//
// What is not known of months to come, all of it in the sample paths: the driver (its own paths), the weights (their
// bootstrap), and e (the residuals, drawn in blocks of half a year).
//
// With too short a history of refunds the weights are two to six months, four in the mean, times the rate that was
// told, with a share of 1 as unsure as 0.15 and a month earlier or later; without a rate nothing is known, and the
// model abstains.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_LAGGED_REFUND_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_LAGGED_REFUND_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/base/random.h"
#include "forecast/models/regression/distributed_lag.h"
#include "forecast/models/regression/refund_terms.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

struct LaggedRefundOptions {
  int bootstrap_samples = 200;  // 2 or more.
  uint64_t seed = 1;            // Of the bootstrap.
};

// Of the year, or any run of months, what was earned, booked and is outstanding; see RefundYear.
struct RefundYear {
  Vector booked;  // One a month: known, or expected.
  // Booked and what is outstanding more than the month before: what the months would have had if everything were paid
  // at once. What comes otherwise than expected of older months belongs to the month in which that is seen.
  Vector earned;
  Vector outstanding;               // After each month.
  double outstanding_before = 0.0;  // When the first month began, as is known now.
  double of_earlier_months = 0.0;   // Of what is booked in these months, what is for months before the first of them.
};

class LaggedRefund {
 public:
  // `refunds` and `driver` as they were known; NaN = missing. FAILED_PRECONDITION: too little is known, see above.
  // INVALID_ARGUMENT: terms, options.
  static absl::StatusOr<LaggedRefund> Fit(const MonthlySeries& refunds, const MonthlySeries& driver,
                                          const RefundTerms& terms, const LaggedRefundOptions& options = {});

  // The expected refunds of the months from `first` on, `driver` being known or expected up to the last of them; months
  // before it begins count as 0.
  Vector Mean(const MonthlySeries& driver, Month first, int count) const;

  // `future`: the driver's months from `known.end()` to the last one asked for, months x paths. `count` >= 1 months
  // from `first` <= known.end() on.
  Matrix Paths(const MonthlySeries& known, const Matrix& future, Month first, int count,
               RandomGenerator& generator) const;

  // Left after `last`, of months up to it: of the driver as it is given.
  double Outstanding(const MonthlySeries& driver, Month last) const;
  // The same with the weights and the driver of each path.
  Vector OutstandingPaths(const MonthlySeries& known, const Matrix& future, Month last) const;

  // `booked`: the refunds of a run of months, known or expected; `driver` reaches its end.
  RefundYear YearOf(const MonthlySeries& booked, const MonthlySeries& driver) const;

  const DistributedLagFit& lags() const { return fit_; }
  bool is_prior() const { return is_prior_; }  // No history of refunds was used.
  // Of a unit of the driver in `month`: the rate times the share.
  double RefundedPerUnit(Month month) const;

 private:
  double ScaleOf(double expected) const;

  RefundTerms terms_;
  DistributedLagFit fit_;
  bool is_prior_ = false;
  bool in_proportion_ = false;  // s(t).
  double least_scale_ = 0.0;
};

// The fewest months of refunds, with all of the driver that they need known, for weights of their own.
inline constexpr int kLeastRefundMonths = 8;

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_LAGGED_REFUND_H_
