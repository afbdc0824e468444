// TSB ("tsb"): lumpy, mostly-zero series as an occurrence times a size, both smoothed exponentially.
//
// With o_t = 1 when the month has an amount (not zero; a negative correction is an amount) and 0 otherwise:
//   probability_t = probability_{t-1} + beta (o_t - probability_{t-1})              every month
//   size_t        = size_{t-1} + alpha (value_t - size_{t-1})                       months with an amount only
//   forecast      = probability_n x size_n, the same for every month ahead
//
// Source: Teunter, Syntetos & Babai (2011), "Intermittent demand: linking forecasting to inventory obsolescence",
// Eur. J. Operational Research 214, doi:10.1016/j.ejor.2011.05.018. Croston (1972) updates the interval only when
// there is an amount, so a flow that has ended keeps its forecast for ever; TSB lets it die.
//
// Start: the share of months with an amount and their mean size. alpha and beta: least squared one-month errors over
// a small grid (Refit keeps them). A series without zeros has probability 1: plain exponential smoothing.
// Paths: each month an amount occurs with its probability, its size is one of the sizes seen (the latest with chance
// alpha, the one before with alpha (1 - alpha), ..., else any), and both recursions go on along the path: expected
// values stay at the forecast while uncertainty about the levels grows with the horizon.
// Missing months change nothing. No season, no trend. Any sign and scale.
#ifndef PROGNOS_FORECAST_MODELS_INTERMITTENT_TSB_H_
#define PROGNOS_FORECAST_MODELS_INTERMITTENT_TSB_H_

#include "forecast/models/model.h"

namespace prognos::models {

class TsbModel : public Model {
 public:
  absl::string_view name() const override { return "tsb"; }
  int least_history_months() const override { return 1; }
  // FAILED_PRECONDITION: no known month.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  // Keeps alpha and beta when `near` is a TSB fit.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_INTERMITTENT_TSB_H_
