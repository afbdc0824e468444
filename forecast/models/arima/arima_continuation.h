// An ARIMA process beyond its history: the expected path, and how each later error moves the rest of it.
//
//   level(n + h) = mean(h) + sum_{j <= h} response(h, j) e(j),    e independent with variance sigma^2
//
// Exact for the finite history: as the prediction of a Kalman filter, not that of an infinite past.
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_CONTINUATION_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_CONTINUATION_H_

#include "forecast/models/arima/arima_order.h"
#include "forecast/models/arima/arma_whitening.h"

namespace prognos::models {

class ArimaContinuation {
 public:
  // `levels`: the history of the process (regression taken out, none missing), more rows than order.num_lost().
  // `constant` is c; 0 without one. `horizon` >= 0.
  ArimaContinuation(const ArimaOrder& order, const ArmaCoefficients& coefficients, const Vector& levels,
                    double constant, int horizon);

  bool ok() const { return whitening_.ok(); }
  // `horizon` values.
  Vector Mean() const;
  // Lower triangular, horizon x horizon.
  Matrix Response() const;
  // Errors one month ahead, one for each differenced month of the history.
  Vector Residuals() const;
  // e'e over the history.
  double SumOfSquares() const { return errors_.squaredNorm(); }

 private:
  Vector difference_;  // delta of arima_order.h.
  double constant_;
  int num_levels_;
  int num_rows_;  // Differenced months of the history.
  int horizon_;
  ArmaWhitening whitening_;
  Vector levels_;  // Here and below: the history, then `horizon` zeros.
  Vector values_;  // Differenced, less the constant.
  Vector errors_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_CONTINUATION_H_
