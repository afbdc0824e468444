// The smallest sum of squares of a smooth model inside a box, from its normal equations.
//
//   minimise  f(x) = sum_t r_t(x)^2   subject to   lower <= x <= upper
//
// Levenberg-Marquardt (Marquardt 1963; damping after Nielsen 1999, "Damping parameter in Marquardt's method", section
// 3) with the box handled by an active set: a coordinate that the step would carry through its bound is put on the
// bound and the step is solved again for the rest. Against the usual Nelder-Mead search of exponential smoothing this
// needs tens of evaluations instead of many hundreds, because a likelihood of one-step errors is a sum of squares.
//
// At most kMaxUnknowns unknowns; nothing is allocated on the heap.
#ifndef PROGNOS_FORECAST_MODELS_NUMERICS_BOUNDED_LEAST_SQUARES_H_
#define PROGNOS_FORECAST_MODELS_NUMERICS_BOUNDED_LEAST_SQUARES_H_

#include <limits>

#include "forecast/series/eigen_types.h"

namespace prognos::models {

inline constexpr int kMaxUnknowns = 18;
using SmallVector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMaxUnknowns, 1>;
using SmallMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, kMaxUnknowns, kMaxUnknowns>;

// f and its local quadratic model at one point. J is the Jacobian of r, one row for each residual.
struct NormalEquations {
  double value = 0.0;    // f(x); +infinity where x is not allowed, and then the rest is without meaning.
  SmallVector gradient;  // J' r: half the gradient of f.
  SmallMatrix hessian;   // J' J; only the lower triangle is read.
};

class LeastSquaresProblem {
 public:
  virtual ~LeastSquaresProblem() = default;
  // f(x), or +infinity where x is not allowed. Never NaN.
  virtual double Value(const SmallVector& x) const = 0;
  virtual void Linearize(const SmallVector& x, NormalEquations& equations) const = 0;
};

struct LeastSquaresOptions {
  // Accepted steps, each with one Linearize. >= 0.
  int max_iterations = 60;
  // Stop when a step promises or brings less than this part of f. In (0, 1).
  double relative_tolerance = 1e-6;
  // Stop, not converged, when f is above this and the local model, from the third step on, promises less than a
  // thirtieth of the way there. A search among many methods sets it to what would be better than the best so far.
  // +infinity: never.
  double needed_value = std::numeric_limits<double>::infinity();
};

struct LeastSquaresResult {
  SmallVector x;           // The best point seen; inside the box.
  double value = 0.0;      // f there; +infinity only when the start is not allowed.
  int evaluations = 0;     // Calls of Value.
  int iterations = 0;      // Calls of Linearize.
  bool converged = false;  // Stopped by the tolerance, not by max_iterations or needed_value.
};

// Starts at `start`, moved into the box. `lower`, `upper` and `start` have one size, 1 ... kMaxUnknowns; bounds may be
// infinite. When the start is not allowed it comes back as it is with value +infinity.
LeastSquaresResult MinimizeLeastSquares(const LeastSquaresProblem& problem, const SmallVector& start,
                                        const SmallVector& lower, const SmallVector& upper,
                                        const LeastSquaresOptions& options);

// Replaces the lower triangle of `matrix` by its Cholesky factor L (matrix = L L'). False, with `matrix` spoilt, when
// it is not positive definite.
bool CholeskyInPlace(SmallMatrix& matrix);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_NUMERICS_BOUNDED_LEAST_SQUARES_H_
