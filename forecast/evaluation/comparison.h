// Is A really better than B, or was it luck?
#ifndef PROGNOS_FORECAST_EVALUATION_COMPARISON_H_
#define PROGNOS_FORECAST_EVALUATION_COMPARISON_H_

#include "absl/status/statusor.h"
#include "forecast/base/random.h"
#include "forecast/series/eigen_types.h"

namespace prognos::evaluation {

struct DieboldMarianoResult {
  double mean_difference = 0.0;  // Mean of loss A - loss B: negative when A is better.
  double statistic = 0.0;        // Student's t with `count` - 1 degrees of freedom when both are equally good.
  double p_value = 1.0;          // Two-sided: the chance of so large a difference between equals.
  int count = 0;                 // Months compared.
};

// The test of Diebold & Mariano (1995) with the small-sample correction of Harvey, Leybourne & Newbold (1997), for
// errors of `horizon`-step forecasts of one series, in time order; loss = |error|^power.
//   d_t = |a_t|^power - |b_t|^power,  variance = (c_0 + 2 sum_{k < horizon} c_k) / n,  c_k the autocovariance of d
//   statistic = mean(d) / sqrt(variance) x sqrt((n + 1 - 2 horizon + horizon (horizon - 1) / n) / n)
// Months where either error is NaN are left out. Where the variance is not positive at this horizon it is taken at
// horizon 1, as R's dm.test advises. Errors alike in every month: statistic 0, p-value 1; a constant difference
// gives p-value 0.
// INVALID_ARGUMENT: lengths differ, horizon outside 1 ... n/2, power not positive, fewer than 3 months.
absl::StatusOr<DieboldMarianoResult> DieboldMariano(const ConstVectorRef& errors_a, const ConstVectorRef& errors_b,
                                                    int horizon = 1, double power = 2.0);

struct BootstrapComparison {
  double mean_difference = 0.0;  // Mean of loss A - loss B: negative when A is better.
  double lower_95 = 0.0;         // Percentile interval of the mean difference.
  double upper_95 = 0.0;
  double probability_a_better = 0.0;  // Share of resamples with a negative mean difference, ties counted half.
  int count = 0;                      // Pairs compared.
};

// Paired bootstrap (Efron & Tibshirani 1993, chapter 13): the pairs (loss A, loss B), one for each series or year, are
// drawn with replacement `resamples` times. Pairs should be independent of each other: give one mean loss a series and
// not its months. Pairs with a NaN are left out.
// INVALID_ARGUMENT: lengths differ, no pair, resamples < 100.
absl::StatusOr<BootstrapComparison> PairedBootstrap(const ConstVectorRef& losses_a, const ConstVectorRef& losses_b,
                                                    RandomGenerator& generator, int resamples = 2000);

// P(T <= t) for Student's t with `degrees` > 0 degrees of freedom.
double StudentCumulative(double t, double degrees);

}  // namespace prognos::evaluation

#endif  // PROGNOS_FORECAST_EVALUATION_COMPARISON_H_
