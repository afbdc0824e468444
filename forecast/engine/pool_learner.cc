#include "forecast/engine/pool_learner.h"

#include <algorithm>
#include <utility>

#include "forecast/base/status_macros.h"

namespace prognos::engine {

using models::FittedModel;
using models::TrainingData;

PoolLearner::PoolLearner(std::vector<MonthlySeries> histories) : histories_(std::move(histories)) {
  for (const MonthlySeries& history : histories_) end_ = std::max(end_, history.end());
}

absl::StatusOr<std::unique_ptr<FittedModel>> PoolLearner::Fit(const TrainingData& training) const {
  const Lesson& lesson = LearnedBefore(end_);
  PROGNOS_RETURN_IF_ERROR(lesson.model.status());
  return (*lesson.model)->Fit(training);
}

absl::StatusOr<std::unique_ptr<FittedModel>> PoolLearner::Refit(const TrainingData& training,
                                                                const FittedModel& /*near*/) const {
  const Lesson& lesson = LearnedBefore(training.history.end());
  PROGNOS_RETURN_IF_ERROR(lesson.model.status());
  return (*lesson.model)->Fit(training);
}

const PoolLearner::Lesson& PoolLearner::LearnedBefore(Month end) const {
  Lesson* lesson = nullptr;
  {
    const absl::MutexLock lock(&mutex_);
    lesson = &lessons_[end];  // Stays where it is: learned from without the lock, so that other months need not wait.
  }
  std::call_once(lesson->learned, [&] {
    std::vector<MonthlySeries> known;
    for (const MonthlySeries& history : histories_) known.push_back(history.Before(end));
    lesson->model = models::PooledRegression::Learn(known);
  });
  return *lesson;
}

}  // namespace prognos::engine
