#include "forecast/engine/asked_forecast.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/doubt.h"
#include "forecast/engine/level.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/path_summary.h"
#include "messages/model.h"

namespace prognos::engine {
namespace {

// The spread of a series is read from so many paths.
constexpr int kPathsForSpread = 400;

// The months that CompareModels looks at: to December.
int MonthsToDecember(Month origin) { return kMonthsPerYear + 1 - origin.month(); }

// Abstains from what is no number, as the members of the default do.
void RefuseWhatIsNotFinite(const SeriesTask& task, Candidate& candidate) {
  if (candidate.fitted == nullptr || candidate.fitted->Mean(task.horizon).allFinite()) return;
  candidate.fitted.reset();
  candidate.abstention = MessageStatus(absl::StatusCode::kFailedPrecondition,
                                       messages::model::ForecastIsNotFinite(candidate.model->name()));
}

}  // namespace

AskedForecast::AskedForecast(std::vector<SeriesTask> tasks, std::vector<SharedModel> models,
                             const AskedOptions& options)
    : options_(options), tasks_(std::move(tasks)), models_(std::move(models)), comparisons_(tasks_.size()) {}

AskedForecast AskedForecast::Prepare(std::vector<SeriesTask> tasks, std::vector<SharedModel> models,
                                     const AskedOptions& options) {
  AskedForecast asked(std::move(tasks), std::move(models), options);
  ParallelFor(asked.size(), options.threads,
              [&](int at) { asked.comparisons_[static_cast<size_t>(at)] = asked.Compare(at); });
  asked.MeasureMovement();
  return asked;
}

Comparison AskedForecast::Compare(int series) const {
  const bool stopped = options_.stop != nullptr && options_.stop();
  if (task(series).horizon == 0 || stopped) return {};
  std::vector<const models::Model*> candidates = {model(series).get()};
  if (options_.beside != nullptr && options_.beside->name() != candidates.front()->name()) {
    candidates.push_back(options_.beside);
  }
  Comparison comparison = CompareModels(task(series).training, candidates, options_.comparison);
  RefuseWhatIsNotFinite(task(series), comparison.candidates.front());
  return comparison;
}

void AskedForecast::MeasureMovement() {
  std::vector<ScoredSeries> scored(tasks_.size());
  ParallelFor(size(), options_.threads, [&](int at) { scored[static_cast<size_t>(at)] = ScoresOfPast(at); });
  std::map<int, std::vector<ScoredSeries>> pools;
  for (size_t at = 0; at < tasks_.size(); ++at) pools[tasks_[at].pool].push_back(std::move(scored[at]));
  for (const auto& [number, pool] : pools) {
    movement_[number] = CalibratePool(pool, Target::kTotal, options_.calibration, options_.movement).movement;
  }
}

ScoredSeries AskedForecast::ScoresOfPast(int series) const {
  const SeriesTask& task = tasks_[static_cast<size_t>(series)];
  ScoredSeries scored{{}, task.group};
  const Comparison& compared = comparison(series);
  if (compared.candidates.empty() || compared.candidates.front().fitted == nullptr) return scored;
  const Candidate& candidate = compared.candidates.front();
  if (candidate.past.empty()) return scored;
  const MonthlySeries& history = task.training.history;
  RandomGenerator generator(task.seed);
  const Matrix paths = candidate.fitted->SamplePaths(MonthsToDecember(history.end()), kPathsForSpread, generator);
  if (!paths.allFinite()) return scored;
  const Vector totals = PathTotals(paths);
  const PathSpread spread{{}, SpreadOf(totals.array() - totals.mean())};
  const double least_width = kLeastRelativeWidth * LevelBefore(history, history.end());
  for (const PastTotal& past : candidate.past) {
    const Vector error = Vector::Constant(1, past.error / LevelRatio(history, past.origin));
    scored.origins.push_back(ScoresOf(past.origin, error, spread, least_width));
  }
  return scored;
}

void AskedForecast::MoveWithItsGroup(const SeriesTask& task, Matrix& paths) const {
  const auto pool = movement_.find(task.pool);
  const double correlation =
      pool == movement_.end() ? options_.movement.prior : MovementOf(pool->second, task.group, options_.movement);
  MoveWithGroup(correlation, {options_.seed, task.pool, task.group}, task.seed, paths);
}

absl::StatusOr<AskedPaths> AskedForecast::Draw(int series) const {
  const SeriesTask& task = tasks_[static_cast<size_t>(series)];
  AskedPaths drawn{Vector::Zero(task.horizon), Matrix::Zero(task.horizon, options_.path_count)};
  if (task.horizon == 0) return drawn;
  const Comparison& compared = comparison(series);
  if (compared.candidates.empty()) return absl::FailedPreconditionError("stopped");
  const Candidate& candidate = compared.candidates.front();
  if (candidate.fitted == nullptr) return candidate.abstention;
  drawn.mean = candidate.fitted->Mean(task.horizon);
  if (options_.path_count == 0) return drawn;
  RandomGenerator generator(task.seed);
  drawn.paths = candidate.fitted->SamplePaths(task.horizon, options_.path_count, generator);
  if (!drawn.paths.allFinite()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::model::ForecastIsNotFinite(candidate.model->name()));
  }
  KeepWithin(BoundsOf(task.training), drawn.mean, drawn.paths);
  KeepDoubt(task.training, task.seed, drawn.mean, drawn.paths);
  MoveWithItsGroup(task, drawn.paths);
  return drawn;
}

}  // namespace prognos::engine
