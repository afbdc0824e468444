// The pooled regression (models/pooled_regression.h) as a model of the series of one pool, today and at earlier rounds.
//
//   const PoolLearner learner(histories);                       // Of the whole pool, as they are known.
//   auto today = learner.Fit(training);                         // Learned from all of every history.
//   auto then = learner.Refit(training_then, **today);          // Learned from the histories as they were then.
//
// An earlier round must not know what came after it: Refit learns from the months before training.history.end() only,
// those of the other series too. The pool is learned from once for each such month, by whoever asks first; the others
// wait for it.
//
// Abstains where the pool has too little to teach (models::PooledFit::CanTeach) at that time, and for a series without
// a known month.
#ifndef PROGNOS_FORECAST_ENGINE_POOL_LEARNER_H_
#define PROGNOS_FORECAST_ENGINE_POOL_LEARNER_H_

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "forecast/models/model.h"
#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::engine {

class PoolLearner : public models::Model {
 public:
  explicit PoolLearner(std::vector<MonthlySeries> histories);

  absl::string_view name() const override { return models::kPooledRegression; }
  int least_history_months() const override { return 1; }
  absl::StatusOr<std::unique_ptr<models::FittedModel>> Fit(const models::TrainingData& training) const override;
  // Keeps nothing of `near`.
  absl::StatusOr<std::unique_ptr<models::FittedModel>> Refit(const models::TrainingData& training,
                                                             const models::FittedModel& near) const override;

 private:
  // What the months before one of them taught.
  struct Lesson {
    std::once_flag learned;
    absl::StatusOr<std::unique_ptr<const models::Model>> model;
  };

  const Lesson& LearnedBefore(Month end) const;

  std::vector<MonthlySeries> histories_;
  Month end_;  // The first month after all histories.
  mutable absl::Mutex mutex_;
  mutable std::map<Month, Lesson> lessons_ ABSL_GUARDED_BY(mutex_);  // By the first month that is not known.
};

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_POOL_LEARNER_H_
