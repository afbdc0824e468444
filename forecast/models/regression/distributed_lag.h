// Distributed-lag regression: a series as the echo of another one, such as state refunds that follow their costs by a
// few months.
//
//   y(t) = sum over l = 0 ... L of weight(l) x(t - l) + e(t),     weight(l) >= 0
//
// by least squares with a penalty on what is not smooth and on what is large, in proportion to the typical size of x:
//
//   minimize |y - X w|^2 + penalty q ( sum over l of (w(l) - w(l - 1))^2 ),   w(-1) = w(L + 1) = 0,  q = mean of x(t)^2
//
// (Shiller 1973, "A distributed lag estimator derived from smoothness priors", with differences of the first order; the
// two ends at zero make it shrink as well). w >= 0 by non-negative least squares (non_negative_least_squares.h). The
// penalty is the one of kPenalties with the least squared error over consecutive blocks of months left out in turn.
//
// A month counts when y and all of the x it needs are known. Values are not centred: without x there is no y. Months
// may err by different amounts: with a scale s(t) the squares above are those of e(t) / s(t), and so is q.
// Standard errors: a bootstrap of the residuals in blocks of consecutive months (Künsch 1989, "The jackknife and the
// bootstrap for general stationary observations"), stretched by the degrees of freedom used; at a weight of zero they
// tell how far above zero it might be.
#ifndef PROGNOS_FORECAST_MODELS_REGRESSION_DISTRIBUTED_LAG_H_
#define PROGNOS_FORECAST_MODELS_REGRESSION_DISTRIBUTED_LAG_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

struct DistributedLagOptions {
  int most_lag = 6;             // L, 0-24 months.
  int bootstrap_samples = 200;  // 2 or more.
  uint64_t seed = 1;            // Of the bootstrap.
  // The size of e(t), up to a factor, of each month of y: as many, all above zero. Empty: all months err alike.
  Vector scales = {};
  // The multiple of q; absent: chosen as said above. Above 0.
  std::optional<double> penalty = std::nullopt;
  // Of the bootstrap; >= 1. 1: errors of neighbouring months have nothing to do with each other.
  int block_months = 6;

  // INVALID_ARGUMENT names the option and its range.
  absl::Status Validate() const;
};

struct DistributedLagFit {
  Vector weights;          // weight(0) ... weight(L), none negative.
  Vector standard_errors;  // Of the weights.
  double total = 0.0;      // Sum of the weights: the refunded share.
  double total_error = 0.0;
  // Weighted mean of the lags and its standard error, months; 0 when all weights are 0.
  double mean_lag = 0.0;
  double mean_lag_error = 0.0;
  double penalty = 0.0;  // Chosen multiple of q.
  double sigma = 0.0;    // Standard deviation of e; of e / s where there are scales.
  int num_months = 0;    // Months that counted.
  Vector residuals;      // Of them, oldest first: e, or e / s.
  Matrix samples;        // The bootstrap's weights, one sample a column.

  // The expected y of `count` months from `first` on; NaN where an x that it needs is missing.
  MonthlySeries Predict(const MonthlySeries& x, Month first, int count) const;
};

// FAILED_PRECONDITION: fewer than kLeastLagMonths months count, or x is zero in all of them; the text says what there
// is. INVALID_ARGUMENT: options, or scales that are not one above zero for each month.
inline constexpr int kLeastLagMonths = 4;
absl::StatusOr<DistributedLagFit> FitDistributedLag(const MonthlySeries& y, const MonthlySeries& x,
                                                    const DistributedLagOptions& options = {});

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_REGRESSION_DISTRIBUTED_LAG_H_
