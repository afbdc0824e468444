// Least squares with no negative coefficient: minimize |A x - b|^2 over x >= 0, by the active-set method of Lawson &
// Hanson (1974, "Solving least squares problems", chapter 23), on the normal equations (Bro & de Jong 1997).
#ifndef PROGNOS_FORECAST_MODELS_NUMERICS_NON_NEGATIVE_LEAST_SQUARES_H_
#define PROGNOS_FORECAST_MODELS_NUMERICS_NON_NEGATIVE_LEAST_SQUARES_H_

#include "forecast/series/eigen_types.h"

namespace prognos::models {

// `squares` is A'A (n x n, any rank), `products` is A'b. Finite. The answer is a minimum up to rounding; where columns
// repeat each other it is one of several. A column of zeros has coefficient 0.
Vector NonNegativeLeastSquares(const Matrix& squares, const Vector& products);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_NUMERICS_NON_NEGATIVE_LEAST_SQUARES_H_
