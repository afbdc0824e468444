// The Gaussian likelihood of an exponential smoothing method as a sum of squares, with exact derivatives.
//
// One-step errors of an additive method are r_t = e_t = y_t - mu_t. For multiplicative errors epsilon_t = e_t / mu_t
// the likelihood, maximised over sigma, is (Hyndman, Koehler, Ord & Snyder 2008, equation 5.2)
//   -2 log L = n log(sum epsilon_t^2) + 2 sum log|mu_t| + const = n log(sum r_t^2) + const,
//   r_t = G epsilon_t,   G = geometric mean of mu_t,
// so both are least squares and both likelihoods compare. Sums run over the n known months.
//
// Two weak priors enter as one more common factor of all r_t, because the plain maximum is a poor forecaster in a known
// way: it piles up on alpha = 0, a level and a straight line fixed for ever (Shephard & Harvey 1990, "On the
// probability of estimating a deterministic component in the local level model").
// - -2 log p(alpha) = -log(alpha (2 - alpha)): for ETS(A,N,N) and a long history this makes the likelihood the
//   restricted one, in which the initial level is integrated out instead of estimated (Francke, Koopman & de Vos 2010,
//   "Likelihood functions for state space models with diffuse initial conditions"); for its relatives an approximation.
// - the initial growth over the mean absolute value is Student-t with four degrees of freedom and scale 0.0025 a month,
//   three per cent a year: fast growth is believed when the data insist. A growth factor has the same prior about 1.
//
// Derivatives with respect to smoothing parameters and initial states together are carried forward through the
// recursion of ets_state.h (forward mode), which costs some eight plain passes whatever the number of unknowns.
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_LIKELIHOOD_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_LIKELIHOOD_H_

#include "forecast/models/numerics/bounded_least_squares.h"
#include "forecast/models/smoothing/ets_specification.h"
#include "forecast/models/smoothing/ets_state.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

// A method with all its numbers before the first month.
struct EtsParameters {
  EtsSmoothing smoothing;
  EtsState initial;
};

// One pass over the data.
struct EtsPass {
  Vector expected;  // mu_t, one for each month, also missing ones.
  EtsState final_state;
};

// The unknowns x, in this order, those that the method has:
//   alpha, beta / alpha, gamma / (1 - alpha), phi, initial growth, initial level | the twelve initial seasonal terms.
// With a season the initial level keeps its start value, because a shift (or factor) between level and season leaves
// every forecast unchanged: one of the thirteen is without meaning.
class EtsLikelihood : public LeastSquaresProblem {
 public:
  // `values` outlives the object: at least one month that is not NaN, mean absolute value about 1, all known values
  // above zero when `specification` needs that. values[0] has phase 0 of the season. `start_level` > 0 where the
  // method is multiplicative.
  EtsLikelihood(const EtsSpecification& specification, const Vector& values, double start_level);

  // sum r_t^2; +infinity where states leave the positive numbers that a multiplicative method needs, or the parameters
  // the admissible region.
  double SumOfSquares(const SmallVector& x) const;

  // SumOfSquares times exp(-2 log prior / n): what is minimised.
  double Value(const SmallVector& x) const override;

  struct ValueAndState {
    double value = 0.0;
    EtsState final_state;  // After the last month; without meaning where the value is infinite.
  };
  // Value, and where the same pass ended.
  ValueAndState ValueWithState(const SmallVector& x) const;
  void Linearize(const SmallVector& x, NormalEquations& equations) const override;

  int num_unknowns() const { return num_unknowns_; }
  const EtsSpecification& specification() const { return specification_; }
  int num_known() const { return num_known_; }
  SmallVector lower() const;
  SmallVector upper() const;

  SmallVector Pack(const EtsParameters& parameters) const;
  EtsParameters Unpack(const SmallVector& x) const;

  // log L at a point with this SumOfSquares, in units where the data are multiplied by `scale`. Errors of rounding size
  // count as no smaller than that, so a perfect fit has a finite likelihood.
  double LogLikelihood(double sum_of_squares, double scale) const;
  // Akaike's criterion corrected for few data (Hurvich & Tsai 1989), with the priors: from Value instead of
  // SumOfSquares. +infinity with too few data for it.
  double Aicc(double value) const;

 private:
  ValueAndState SumOfSquares(const EtsParameters& parameters) const;
  void LinearizeErrors(const SmallVector& x, NormalEquations& equations) const;

  EtsSpecification specification_;
  const Vector& values_;
  double start_level_;
  int num_known_ = 0;
  int num_unknowns_ = 0;
};

// The expected values and the last state of `specification` over `values` (NaN = missing).
EtsPass RunEts(const EtsSpecification& specification, const EtsParameters& parameters, const Vector& values);

// Whether errors of the far past die away: all roots of the characteristic polynomial of the seasonal method inside
// the unit circle (Hyndman, Koehler, Ord & Snyder 2008, section 10.3, found with Jury's table). For methods without a
// season the usual region lies within the admissible one and the answer is true.
bool IsAdmissible(const EtsSpecification& specification, const EtsSmoothing& smoothing);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_ETS_LIKELIHOOD_H_
