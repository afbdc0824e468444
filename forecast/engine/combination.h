// One forecast out of many: trimmed, then weighed by what the candidates' past errors, pooled over many series, say.
//
// No single model is best on every kind of series, and the errors of one short series do not tell which one suits it;
// the errors of many related series do. So the weights w (one a candidate, not negative, sum 1) are common to a pool:
//
//   minimise  mean_j |e_j w| / s + lambda |w - p|^2     lambda = least_shrinkage + rounds_of_doubt / rounds
//
// over all past months (or full-year sums) j of the pool, e_j the candidates' errors after trimming, divided by their
// series' own scale; s is the mean absolute error of the prior weights p, which makes lambda free of units.
// Absolute errors, because WAPE and MASE are made of them and one absurd year shall not decide; joint weights instead
// of one score a model, because two models that err alike are worth one. lambda never falls to zero: weights that are
// estimated without shrinkage lose to equal ones (the "forecast combination puzzle": Claeskens, Magnus, Vasnev & Wang
// 2016, Int. J. Forecasting 32).
//
// Solved by reweighted least squares over the simplex (Schlossmacher 1973 for the absolute errors), each step by
// accelerated projected gradients (Beck & Teboulle 2009; projection by Held, Wolfe & Crowder 1974).
#ifndef PROGNOS_FORECAST_ENGINE_COMBINATION_H_
#define PROGNOS_FORECAST_ENGINE_COMBINATION_H_

#include <limits>
#include <vector>

#include "forecast/series/monthly_series.h"

namespace prognos::engine {

struct CombinationOptions {
  // A forecast further from the candidates' median than so many median distances is drawn in to that limit. Larger:
  // bolder. Absurd forecasts lie tens of distances away.
  double most_distances = 3.0;
  // Distances below this share of the median do not count: candidates that nearly agree are not absurd.
  double least_relative_distance = 0.02;
  // How strongly weights are held to the prior with endless evidence (> 0 where weights shall be unique), and what is
  // added to it, divided by the number of past rounds. More: closer to the prior.
  double least_shrinkage = 0.3;
  double rounds_of_doubt = 10.0;
};

// Where a month to come may lie, in the units of the series.
struct Limits {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

// What the last kMonthsForLimits known months before `origin` span, and `margin` (>= 0) times as much on either side;
// no limits without kMonthsForLimits known months. A flow that ended a year and a half ago stays ended, whatever it
// once was: models with a long memory bring it back.
inline constexpr int kMonthsForLimits = 18;
Limits LimitsAt(const MonthlySeries& history, Month origin, double margin = 1.0);

// Each row (one month) of `forecasts` (months x candidates) put within `limits`, then drawn in towards its median as
// `options` say. NaN (an abstention) becomes the median; a row of NaN stays.
Matrix Trimmed(const Matrix& forecasts, const CombinationOptions& options, const Limits& limits = {});

// Past errors of a pool, each row divided by the scale of its series.
struct Evidence {
  Matrix errors;        // Rows x candidates, no NaN; the sign does not matter, as long as a row agrees with itself.
  double rounds = 0.0;  // Pairs of series and origin behind the rows: the months of one are not independent.
};

// The weights above. `prior` is not negative and sums to 1, and is the answer when there is no evidence.
Vector FitWeights(const Evidence& evidence, const Vector& prior, const CombinationOptions& options);

// The point of the simplex (no entry negative, sum 1) nearest to `values`.
Vector ProjectOntoSimplex(const Vector& values);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_COMBINATION_H_
