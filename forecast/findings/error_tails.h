// How often a value comes by chance that lies as far from what was expected as one that was seen.
//
// Errors of a monthly ledger have longer tails than the normal distribution's, and how much longer is not known of a
// few dozen of them. So Student's t is fitted to the other errors of the same series once for each of several degrees
// of freedom, the scale by maximum likelihood (Lange, Little & Taylor 1989, J. American Statistical Association 84),
// and the probability of lying further out is the mean over the fits, each weighed by its likelihood:
//
//   P(|e| > d) = sum_v w_v 2 F_v(-d / s_v),     w_v proportional to prior_v * max_s likelihood(v, s)
//
// A series whose months are calm but for a jump now and then has a fit of few degrees of freedom, and no jump in it is
// rare.
#ifndef PROGNOS_FORECAST_FINDINGS_ERROR_TAILS_H_
#define PROGNOS_FORECAST_FINDINGS_ERROR_TAILS_H_

#include <array>

#include "forecast/series/eigen_types.h"

namespace prognos::findings {

class ErrorTails {
 public:
  // `errors`: at least one, without the one that is asked about. `least_scale` > 0: no scale is smaller.
  ErrorTails(const Vector& errors, double least_scale);

  // 0-1. `widening` >= 1: how much less well known the expectation behind this distance is than those behind the
  // errors.
  double ChanceBeyond(double distance, double widening = 1.0) const;
  // The scale of the likeliest fit.
  double scale() const;

 private:
  static constexpr int kFits = 9;

  std::array<double, kFits> weights_{};
  std::array<double, kFits> scales_{};
};

}  // namespace prognos::findings

#endif  // PROGNOS_FORECAST_FINDINGS_ERROR_TAILS_H_
