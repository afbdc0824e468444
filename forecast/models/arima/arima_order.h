// The order of a seasonal ARIMA model of monthly values, and its polynomials in the lag operator B (B y(t) = y(t - 1)):
//
//   phi(B) Phi(B^12) (w(t) - c) = theta(B) Theta(B^12) a(t),    w = (1 - B)^d (1 - B^12)^D y
//   phi(B) = 1 - phi_1 B - ... - phi_p B^p,  Phi of order P;  theta(B) = 1 + theta_1 B + ... + theta_q B^q,  Theta of
//   order Q;  a(t) independent with mean 0 and variance sigma^2   (Box & Jenkins 1970, chapter 9)
//
// Parameters are the partial autocorrelations of the four polynomials, each in (-1, 1): phi is stationary and theta
// invertible exactly when they all are (Barndorff-Nielsen & Schou 1973; Monahan 1984, "A note on enforcing stationarity
// in autoregressive-moving average models"). A model with one more of them, at 0, is the same model.
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_ORDER_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_ORDER_H_

#include <string>

#include "forecast/models/numerics/bounded_least_squares.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

struct ArimaOrder {
  int p = 0;
  int d = 0;
  int q = 0;
  int seasonal_p = 0;
  int seasonal_d = 0;
  int seasonal_q = 0;
  bool constant = false;  // c is estimated: the mean with no difference, the drift with one. Not with two.

  int num_partial() const { return p + q + seasonal_p + seasonal_q; }
  // Months that differencing uses up.
  int num_lost() const { return d + 12 * seasonal_d; }
  // "ARIMA(1,1,1)(0,1,1)[12] with drift"; the seasonal part is left out when it is nothing.
  std::string ToString() const;
  friend bool operator==(const ArimaOrder&, const ArimaOrder&) = default;
};

// w(t) = sum_k ar[k - 1] w(t - k) + a(t) + sum_k ma[k - 1] a(t - k): the products of both pairs of polynomials.
struct ArmaCoefficients {
  Vector ar;
  Vector ma;
};

// phi of the autoregression with these partial autocorrelations, each in (-1, 1), by the Durbin-Levinson recursion.
Vector CoefficientsFromPartial(const ConstVectorRef& partial);

// True when all roots of 1 - phi_1 z - ... - phi_p z^p lie outside the circle of radius `radius` (>= 1).
bool RootsLieOutside(const ConstVectorRef& phi, double radius);

// `partial` has order.num_partial() values: those of phi, theta, Phi and Theta in turn.
ArmaCoefficients ExpandPolynomials(const ArimaOrder& order, const SmallVector& partial);

// The parameters of `from` where `to` has them too, 0 for those that `to` has more: the same model when `to` contains
// `from`.
SmallVector CarryOver(const ArimaOrder& from, const SmallVector& partial, const ArimaOrder& to);

// delta in (1 - B)^d (1 - B^12)^D = 1 - sum_k delta[k - 1] B^k.
Vector DifferenceCoefficients(const ArimaOrder& order);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_ORDER_H_
