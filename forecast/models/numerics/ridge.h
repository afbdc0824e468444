// Ridge regression with leave-one-out errors in closed form, for many penalties after one decomposition.
//
//   minimize |y - F a - S b|^2 + sum_j f_j a_j^2 + lambda |b|^2
//
// with free or lightly penalized columns F (penalties f_j >= 0, fixed) and shrunk columns S (one penalty lambda).
// The fit is linear in y, fitted = H y, and the error of the fit that leaves row i out is
//
//   e_i = r_i / (1 - H_ii),     r = y - H y      (PRESS: Allen 1974, "The relationship between variable selection and
//                                                 data augmentation and a method for prediction", section 4)
//
// exactly, for fixed penalties; Golub, Heath & Wahba (1979), "Generalized cross-validation", section 2, on choosing
// lambda by it. With G = F'F + diag(f), the part M = I - F G^-1 F' of S that F does not take, and S'MS = V D V':
//
//   H(lambda) = F G^-1 F' + Q (D + lambda I)^-1 Q',     Q = M S V
//
// so that a further lambda costs one product of Q with a vector.
#ifndef PROGNOS_FORECAST_MODELS_NUMERICS_RIDGE_H_
#define PROGNOS_FORECAST_MODELS_NUMERICS_RIDGE_H_

#include "forecast/series/eigen_types.h"

namespace prognos::models {

// A linear fit of one y: what leave-one-out needs of it.
struct LinearFit {
  Vector leverages;  // The diagonal of H; its sum is the effective number of parameters.
  Vector residuals;  // y - H y.

  // Errors of the fits that leave one row out. Infinite where a row alone determines a coefficient.
  Vector LeaveOneOutErrors() const;
  // Sum of their squares (PRESS).
  double LeaveOneOutSum() const { return LeaveOneOutErrors().squaredNorm(); }
};

class RidgeDecomposition {
 public:
  // `free` (n x p) must have full column rank together with its penalties; `shrunk` is n x q. p >= 1, q >= 0.
  RidgeDecomposition(const Matrix& free, const Vector& free_penalties, const Matrix& shrunk);

  // The diagonal of H. `lambda` > 0; infinity leaves the shrunk columns out.
  Vector Leverages(double lambda) const;
  // y - H y.
  Vector Residuals(const Eigen::Ref<const Vector>& y, double lambda) const;

  // The typical size of the non-zero values of D: the lambda that shrinks a typical coefficient to one half.
  // 0 when F leaves nothing of S.
  double TypicalEigenvalue() const;

 private:
  Matrix free_;
  Matrix free_inverse_;  // G^-1.
  Vector free_leverages_;
  Vector eigenvalues_;  // D, none negative.
  Matrix rotated_;      // Q.
};

// The fit with one more column g, shrunk so that `retained` (0-1] of its free coefficient is left: a ridge penalty of
// (1 / retained - 1) g'g~. `column` is g, `column_residuals` g~ = g - H g. The fit as it is when H explains g already.
LinearFit WithColumn(const LinearFit& fit, const Vector& column, const Vector& column_residuals, double retained);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_NUMERICS_RIDGE_H_
