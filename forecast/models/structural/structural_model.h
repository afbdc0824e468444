// The structural model ("structural"): level, optional slope and optional season, each free to move, by Kalman filter.
//
//   value_t    = level_t + season_t[calendar month] + noise_t            noise  ~ N(0, s^2)
//   level_t    = level_{t-1} + slope_{t-1} + N(0, s^2 q_level)
//   slope_t    = 0.95 slope_{t-1} + N(0, s^2 q_slope)
//   season_t   = season_{t-1} + N(0, s^2 q_season (I - 11'/12))          twelve effects that keep the sum zero
//
// Sources: Harvey (1989), "Forecasting, structural time series models and the Kalman filter", chapters 2 and 4;
// the season as one random walk for each calendar month: Harrison & Stevens (1976). Start: diffuse (variance 1e7 s^2).
//
// Estimation: maximum likelihood of the one-month predictions, s^2 concentrated out, q by pattern search on the log
// scale. Slope, season and the log scale (positive values only) are each used when AICc over the same months says so:
// the first 14 known months (2 when no season can be estimated) count for no candidate, as they settle the diffuse
// start. Season: at least 24 known months and two of each calendar month. A missing month is a step without an update.
// Refit keeps form and q: one run of the filter.
//
// Log scale: the factors exp(noise) are taken to have mean one, as the multiplicative errors of exponential smoothing:
// the mean is exp(m), and paths are drawn at m - v / 2, v the forecast variance (counted up to 1: more is ignorance,
// not skew). Why not exp(m + v / 2): docs/models.md. Paths: the last state is drawn from its distribution and s from
// its own, then noise follows the model.
#ifndef PROGNOS_FORECAST_MODELS_STRUCTURAL_STRUCTURAL_MODEL_H_
#define PROGNOS_FORECAST_MODELS_STRUCTURAL_STRUCTURAL_MODEL_H_

#include "forecast/models/model.h"

namespace prognos::models {

class StructuralModel : public Model {
 public:
  static constexpr int kLeastMonths = 4;

  absl::string_view name() const override { return "structural"; }
  int least_history_months() const override { return kLeastMonths; }
  // FAILED_PRECONDITION: fewer than kLeastMonths known months.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  // Keeps form and variance ratios when `near` is a structural fit and `training` still allows its form.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_STRUCTURAL_STRUCTURAL_MODEL_H_
