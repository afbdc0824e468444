// Regression with ARIMA errors: the exact Gaussian likelihood with everything but the ARMA parameters maximised out.
//
//   y(t) = x(t)' b + u(t),   u an ARIMA process (arima_order.h)
//
// After differencing, w = (differenced columns) b + c + ARMA. Whitened (arma_whitening.h), b and c are ordinary least
// squares, and sigma^2 = S / N with S the sum of squared errors that remain.
//
// A missing month is a column of its own with 1 in that month, over any filled-in value (Gomez, Maravall & Pena 1999,
// "Missing observations in ARIMA models: skipping approach versus additive outlier approach"): after the correction of
// the determinant the likelihood is that of the known months, exactly, and b holds the interpolated values.
//
//   -2 log likelihood = N log(2 pi S / N) + N + log det C + log det(X_m' C^-1 X_m),   N = rows - missing months
//
// The likelihood is conditional on the first d + 12 D months. As a least squares problem the unknowns are the partial
// autocorrelations and the residuals the errors times exp(log determinants / (2 N)): the sum of squares is then
// N / (2 pi e) exp(-2 log likelihood / N). Its Jacobian is by forward differences.
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_LIKELIHOOD_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_LIKELIHOOD_H_

#include <vector>

#include "forecast/models/arima/arima_order.h"
#include "forecast/models/arima/arma_whitening.h"
#include "forecast/models/numerics/bounded_least_squares.h"

namespace prognos::models {

// Partial autocorrelations keep this far inside -1 and 1.
inline constexpr double kLargestPartial = 0.995;

// A history in the shape that the search needs: no gaps, scaled to order of magnitude one.
struct ArimaHistory {
  Vector filled;             // Known months and any finite value in the missing ones.
  std::vector<int> missing;  // Rows of the missing months, rising.
  Matrix regressors;         // As many rows as `filled`, any number of columns.
};

// The columns of the regression after the differencing of one order.
class ArimaColumns {
 public:
  // `history` must have more rows than order.num_lost(). Columns that others explain (a level shift after the end, the
  // month of a missing season) are left out: their coefficient is 0.
  ArimaColumns(const ArimaHistory& history, const ArimaOrder& order);

  // Values, missing months, regressors, in that order; the constant, when there is one, comes last.
  const Matrix& differenced() const { return differenced_; }
  int num_missing() const { return static_cast<int>(missing_.size()); }
  int num_regressors() const { return static_cast<int>(regressors_.size()); }
  const std::vector<int>& missing() const { return missing_; }        // Rows of the history.
  const std::vector<int>& regressors() const { return regressors_; }  // Columns of history.regressors.

 private:
  Matrix differenced_;
  std::vector<int> missing_;
  std::vector<int> regressors_;
};

// What the data say at one value of the parameters.
struct ArimaPass {
  Vector errors;                 // Whitened, one a row, unscaled: their variance is sigma^2.
  double log_determinant = 0.0;  // Of C and of the missing months' part.
  bool ok = false;               // False: the parameters are not allowed.
};

class ArimaLikelihood final : public LeastSquaresProblem {
 public:
  // `columns` must outlive this. `order.constant` says whether the last column is used.
  ArimaLikelihood(const ArimaOrder& order, const ArimaColumns& columns);

  double Value(const SmallVector& partial) const override;
  void Linearize(const SmallVector& partial, NormalEquations& equations) const override;

  ArimaPass Run(const SmallVector& partial) const;
  // log likelihood where the sum of squares (Value) is `value`.
  double LogLikelihood(double value) const;
  // -2 log likelihood + 2 k + 2 k (k + 1) / (N - k - 1), k = num_parameters(); +infinity when N is not above k + 1.
  double Aicc(double value) const;

  int num_effective() const { return num_effective_; }    // N.
  int num_parameters() const { return num_parameters_; }  // ARMA, regressors, constant and sigma.

 private:
  SmallVector StepInside(const SmallVector& partial, Eigen::Index at) const;
  Vector ScaledErrors(const SmallVector& partial) const;

  ArimaOrder order_;
  const ArimaColumns& columns_;
  Eigen::Index num_columns_;
  int num_effective_;
  int num_parameters_;
};

struct ArimaEstimate {
  ArimaOrder order;
  SmallVector partial;  // See arima_order.h.
  double value = 0.0;
  double log_likelihood = 0.0;
  double aicc = 0.0;  // Comparable over orders with the same differences.
};

// Maximum likelihood from `start`. `columns` must be those of the order's differences.
ArimaEstimate EstimateArima(const ArimaOrder& order, const ArimaColumns& columns, const SmallVector& start);

// A drift of |t| = sqrt(this) counts half: see RegressArima.
inline constexpr double kDriftShrinkage = 4.0;

// The coefficients of the columns at given parameters.
struct ArimaRegression {
  Vector coefficients;          // Missing months, regressors, constant.
  Matrix root;                  // Covariance = sigma^2 root root'.
  double sum_of_squares = 0.0;  // At the coefficients of least squares.
};

// Generalised least squares; then a drift c (a constant with differences) with t = c / standard error is drawn towards
// zero, to c t^2 / (t^2 + kDriftShrinkage). Its standard error believes that the mean growth of the whole history goes
// on forever; growth that itself changes is beyond the family. A clear line is continued as it is.
ArimaRegression RegressArima(const ArimaOrder& order, const ArimaColumns& columns, const ArmaWhitening& whitening);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_LIKELIHOOD_H_
