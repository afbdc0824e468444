// Pooled regression: one model over many series, so that a series with eight months of history borrows the season and
// the dynamics of its relatives.
//
//   PROGNOS_ASSIGN_OR_RETURN(std::shared_ptr<const PooledFit> pool, PooledRegression::Fit(all_series));
//   const PooledModel model(pool);                    // A models::Model: one more candidate for every series.
//   auto fitted = model.Fit({.history = series});     // Of the pool or not.
//
// Three parts, all on series divided by their level:
// - level and season of each series with the pool's mean season and its covariance as prior (pooled_season.h);
// - the months after it from the last months by a ridge regression over all series, one for each month ahead and for
//   each class of history lengths (pooled_dynamics.h);
// - errors as those made on left-out series, whole paths of them, times the series' own noise.
//
// Needs one known month; without any it abstains. A series whose known months, three or more, are all equal is answered
// with that value. Negative series are forecast as their mirror. Budget and regressors are not used.
//
// What is approximate: a PooledModel that forecasts a series at an earlier origin (a backtest) uses prior and
// coefficients learned with the months after it, unless the pool was cut to that origin too. Cut the pool where that
// matters.
#ifndef PROGNOS_FORECAST_MODELS_POOLED_POOLED_REGRESSION_H_
#define PROGNOS_FORECAST_MODELS_POOLED_POOLED_REGRESSION_H_

#include <memory>
#include <vector>

#include "forecast/models/model.h"
#include "forecast/models/pooled/pooled_dynamics.h"

namespace prognos::models {

inline constexpr char kPooledRegression[] = "pooled-regression";

// What a pool of series has taught. Thread-safe; the rules of a class of history lengths are learned when first asked
// for, which does not change any answer.
class PooledFit {
 public:
  // `pool`: at least one known month. PooledRegression::Fit makes it.
  explicit PooledFit(std::vector<MonthlySeries> pool);
  ~PooledFit();
  PooledFit(const PooledFit&) = delete;
  PooledFit& operator=(const PooledFit&) = delete;

  const SeasonPrior& season() const { return season_; }
  int num_series() const { return static_cast<int>(pool_.size()); }

  // Whether the pool has enough windows with a year after them for rules of its own; without, its forecasts are little
  // more than the level so far.
  bool CanTeach() const;
  // The number of such windows, of the class that has most.
  int num_windows() const { return window_counts_.front(); }

  // The windows and rules for a series with `known_months` (>= 1) known months: of the longest class not above it of
  // which the pool has enough windows with a year after them.
  WindowLengths LengthsFor(int known_months) const;
  const PooledDynamics& DynamicsFor(int known_months) const;

 private:
  struct LazyDynamics;

  size_t ClassFor(int known_months) const;

  std::vector<MonthlySeries> pool_;
  SeasonPrior season_;
  std::vector<int> window_counts_;  // One for each of WindowClasses().
  std::unique_ptr<LazyDynamics[]> dynamics_;
};

class PooledRegression {
 public:
  // Series without a known month do not count. FAILED_PRECONDITION: no series with a known month.
  static absl::StatusOr<std::shared_ptr<const PooledFit>> Fit(const std::vector<MonthlySeries>& pool);

  // The model that has learned from `pool`. FAILED_PRECONDITION: as above, or it has too little to teach
  // (PooledFit::CanTeach).
  static absl::StatusOr<std::unique_ptr<const Model>> Learn(const std::vector<MonthlySeries>& pool);
};

class PooledModel : public Model {
 public:
  explicit PooledModel(std::shared_ptr<const PooledFit> pool) : pool_(std::move(pool)) {}

  absl::string_view name() const override { return kPooledRegression; }
  int least_history_months() const override { return 1; }
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;

 private:
  std::shared_ptr<const PooledFit> pool_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_POOLED_POOLED_REGRESSION_H_
