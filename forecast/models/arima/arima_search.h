// The order of a seasonal ARIMA model by a stepwise search with AICc.
//
// Hyndman & Khandakar (2008), "Automatic time series forecasting: the forecast package for R", section 3.2: D by the
// strength of the season, then d by the KPSS test (unit_root.h); four simple models, then from the best one step at a
// time in p, q, P, Q and the constant, as long as AICc falls. Where this differs from that program:
// - a model without differences always has a mean, so that a shift of the series shifts the forecast;
// - a candidate starts from the parameters of the model it came from (it contains that model, or is contained), and
//   every one is judged by its exact likelihood, none by a conditional sum of squares.
// As there, a candidate with a root within 1 % of the unit circle is not chosen.
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_SEARCH_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_SEARCH_H_

#include "forecast/models/arima/arima_likelihood.h"

namespace prognos::models {

struct ArimaLimits {
  int most_p = 5;           // Also q. 0-5.
  int most_seasonal_p = 2;  // Also Q. 0-2.
  int most_d = 2;           // 0-2.
  int most_seasonal_d = 1;  // 0-1.
  int most_candidates = 94;
};

// d and D of `history`, and a constant where the drift or mean may be one. Regressors are taken out by ordinary least
// squares first.
ArimaOrder ChooseDifferences(const ArimaHistory& history, const ArimaLimits& limits);

struct ArimaSearchResult {
  ArimaEstimate best;
  int candidates = 0;  // Models estimated.
};

// `carried` (see CarryOver) with what is zero in it moved to where a search can begin.
SmallVector StartParameters(const ArimaOrder& order, SmallVector carried);

// The best order with the differences of `differences`.
ArimaSearchResult SearchArima(const ArimaHistory& history, const ArimaOrder& differences, const ArimaLimits& limits);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_SEARCH_H_
