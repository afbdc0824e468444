// The theta method and its optimised and dynamic forms, all as simple exponential smoothing with a drift.
//
// On the seasonally adjusted values y_1 ... y_n, with w = 1 - 1/theta (theta = 2: w = 1/2):
//   mean_t  = level_{t-1} + w g_t
//   y_t     = mean_t + error_t
//   level_t = alpha y_t + (1 - alpha) level_{t-1}
// and, with d = (1 - alpha)^(t-1), intercept A and slope B of a straight line through the values:
//   standard:   g_t = (1 - d) / alpha B,                       A, B through all n values, w = 1/2
//   optimised:  g_t = d A + (1 - (1 - alpha) d) / alpha B,     A, B through all n values, w estimated
//   dynamic:    g_t as optimised with A_{t-1}, B_{t-1} through the values before t only, w estimated
// In the first two the forecast rises by w B a month; in the third the line is carried on along the forecasts.
//
// Sources: standard: Assimakopoulos & Nikolopoulos (2000) as R's forecast::thetaf computes it (Hyndman & Billah 2003);
// optimised and dynamic: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), "Models for optimising the theta
// method and their relationship to state space models", Int. J. Forecasting 32, doi:10.1016/j.ijforecast.2016.02.005.
//
// Season: when the test at 90 % on the autocorrelation at lag 12 finds one (more than 24 months), the classical
// multiplicative profile, shrunk by its own uncertainty, is divided out first and multiplied in last; additive when a
// value is not positive.
//
// Estimation: least squares of the one-month errors (standard: all months and w = 0, as R; others: from the third
// month on, as the authors, and w of the optimised form shrunk towards 1/2, which they do not). For a given alpha the
// errors are linear in level_0 and w, so these are solved for and only alpha is searched: this is exact and needs no
// general optimizer. Refit keeps alpha.
//
// Missing months are filled (FillGaps) for the recursion and left out of the sum of squares. Any sign and scale.
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_THETA_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_THETA_H_

#include "forecast/models/model.h"

namespace prognos::models {

enum class ThetaVariant { kStandard, kOptimised, kDynamic };

struct ThetaOptions {
  ThetaVariant variant = ThetaVariant::kDynamic;
  // False: no season is looked for; for values that are adjusted already.
  bool seasonal = true;
  // False: the season's indexes as they are estimated, as R's thetaf. True: Shrunk in
  // forecast/series/seasonality.h.
  bool shrink_season = true;
};

class ThetaModel : public Model {
 public:
  // A slope through fewer months says nothing.
  static constexpr int kLeastMonths = 6;

  explicit ThetaModel(const ThetaOptions& options) : options_(options) {}

  absl::string_view name() const override;  // "theta", "optimised-theta", "dynamic-optimised-theta".
  int least_history_months() const override { return kLeastMonths; }
  // FAILED_PRECONDITION: fewer than kLeastMonths known months.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  // Keeps alpha of `near` when that is a theta fit of the same variant; solves the rest anew.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;

 private:
  ThetaOptions options_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_THETA_H_
