#include "forecast/engine/joint_forecast.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/common_movement.h"
#include "forecast/engine/doubt.h"
#include "forecast/engine/parallel.h"
#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::engine {
namespace {

constexpr size_t kMostDescribed = 5;

std::vector<SeriesFit> FitAll(std::vector<SeriesTask> tasks, const DefaultMembers& members,
                              const JointOptions& options) {
  std::vector<SeriesFit> fits(tasks.size());
  ParallelFor(static_cast<int>(tasks.size()), options.threads, [&](int at) {
    const size_t slot = static_cast<size_t>(at);
    fits[slot] = FitSeries(std::move(tasks[slot]), members, options.past);
  });
  return fits;
}

std::vector<MemberWeight> RecordWeights(const CombinedSeries& series) {
  std::vector<MemberWeight> weights;
  for (size_t model = 0; model < series.fit.models.size(); ++model) {
    const double weight = series.weights[static_cast<Eigen::Index>(model)];
    if (weight <= 0.0) continue;
    weights.push_back({std::string(series.fit.models[model]->name()), (1.0 - series.pooled.share) * weight});
  }
  if (series.pooled.fitted != nullptr) {
    weights.push_back({std::string(models::kPooledRegression), series.pooled.share});
  }
  std::stable_sort(weights.begin(), weights.end(),
                   [](const MemberWeight& a, const MemberWeight& b) { return a.weight > b.weight; });
  return weights;
}

// How the forecast came about: all but its numbers.
CombinedForecast Record(const CombinedSeries& series) {
  const SeriesFit& fit = series.fit;
  CombinedForecast forecast;
  forecast.past_origins = static_cast<int>(fit.candidates.past.size());
  for (size_t model = 0; model < fit.models.size(); ++model) {
    forecast.candidates.push_back({std::string(fit.models[model]->name()), MeanAbsoluteTotalError(fit, model),
                                   fit.candidates.abstentions[model]});
  }
  forecast.weights = RecordWeights(series);
  forecast.shrinkage = series.pooled.share;
  if (forecast.weights.empty()) return forecast;
  forecast.one_offs = fit.candidates.one_offs.months;
  forecast.doubted = fit.candidates.doubted;
  return forecast;
}

}  // namespace

JointForecast JointForecast::Prepare(std::vector<SeriesTask> tasks, const JointOptions& options) {
  const DefaultMembers members = MembersFor(options.past.target);
  JointForecast joint(options);
  joint.slots_.resize(tasks.size());
  std::vector<SeriesTask> asked;
  std::vector<size_t> of_asked;  // The slot of each.
  for (size_t at = 0; at < tasks.size(); ++at) {
    if (tasks[at].horizon == 0) {
      joint.slots_[at].at = joint.idle_.size();
      joint.idle_.push_back(std::move(tasks[at]));
    } else {
      of_asked.push_back(at);
      asked.push_back(std::move(tasks[at]));
    }
  }
  std::vector<SeriesFit> fits = FitAll(std::move(asked), members, options);
  std::map<int, std::vector<SeriesFit>> pools;
  std::map<int, std::vector<size_t>> slots_of;
  for (size_t at = 0; at < fits.size(); ++at) {
    const int number = fits[at].task.pool;
    slots_of[number].push_back(of_asked[at]);
    pools[number].push_back(std::move(fits[at]));
  }
  for (auto& [number, pool] : pools) {
    CalibratedPool& calibrated = joint.pools_[number];
    calibrated = Calibrate(CombinePool(std::move(pool), members, options), members, options);
    const std::vector<size_t>& slots = slots_of[number];
    for (size_t at = 0; at < slots.size(); ++at) joint.slots_[slots[at]] = {&calibrated, at};
  }
  return joint;
}

JointForecast::CalibratedPool JointForecast::Calibrate(CombinedPool combined, const DefaultMembers& members,
                                                       const JointOptions& options) {
  std::vector<ScoredSeries> scored(combined.series.size());
  ParallelFor(static_cast<int>(scored.size()), options.threads, [&](int at) {
    if (options.past.IsStopped()) return;
    const size_t slot = static_cast<size_t>(at);
    scored[slot] = ScoresOfPast(combined.series[slot], options.combination);
  });
  CalibratedPool pool;
  pool.calibration = CalibratePool(scored, options.past.target, options.calibration, options.movement);
  pool.of_short = ShortCalibrations::Measure(combined, pool.calibration.factors, members, options);
  pool.combined = std::move(combined);
  return pool;
}

const SeriesTask& JointForecast::task(int series) const {
  const Slot& slot = slots_[static_cast<size_t>(series)];
  return slot.pool == nullptr ? idle_[slot.at] : slot.pool->combined.series[slot.at].fit.task;
}

CombinedForecast JointForecast::Draw(int series) const {
  const Slot& slot = slots_[static_cast<size_t>(series)];
  if (slot.pool == nullptr) return {{}, Vector(0), Matrix(0, options_.path_count), std::nullopt, 0, {}, {}, {}};
  const CombinedSeries& combined = slot.pool->combined.series[slot.at];
  CombinedForecast forecast = Record(combined);
  forecast.mean = Vector::Zero(combined.fit.task.horizon);
  forecast.paths = Matrix::Zero(combined.fit.task.horizon, options_.path_count);
  if (forecast.weights.empty()) return forecast;
  forecast.mean = MeanOf(combined, options_.combination);
  forecast.past_error = PastErrorOf(combined, options_.combination);
  forecast.paths = DrawPaths(slot, forecast.mean);
  RecordCalibration(slot, forecast);
  return forecast;
}

const Calibration& JointForecast::CalibrationOf(const Slot& slot) const {
  static const auto& uncalibrated = *new Calibration;
  const CombinedSeries& series = slot.pool->combined.series[slot.at];
  if (series.fit.stands_alone) return uncalibrated;
  const Calibration* of_short = slot.pool->of_short.Find(series);
  return of_short != nullptr ? *of_short : slot.pool->calibration.factors;
}

double JointForecast::SeriesWidthOf(const Slot& slot) const {
  return slot.pool->combined.series[slot.at].fit.stands_alone ? 1.0 : slot.pool->calibration.widths[slot.at];
}

double JointForecast::CorrelationOf(const Slot& slot) const {
  const int group = slot.pool->combined.series[slot.at].fit.task.group;
  return MovementOf(slot.pool->calibration.movement, group, options_.movement);
}

void JointForecast::RecordCalibration(const Slot& slot, CombinedForecast& forecast) const {
  const Calibration& calibration = CalibrationOf(slot);
  const size_t months = std::min(calibration.months.size(), static_cast<size_t>(forecast.mean.size()));
  forecast.width = SeriesWidthOf(slot);
  forecast.month_factors.assign(calibration.months.begin(), calibration.months.begin() + months);
  if (options_.past.target == Target::kTotal) forecast.total_factors = calibration.total;
  forecast.correlation = CorrelationOf(slot);
}

Matrix JointForecast::DrawPaths(const Slot& slot, Vector& mean) const {
  const CombinedSeries& series = slot.pool->combined.series[slot.at];
  const SeriesTask& task = series.fit.task;
  Matrix paths = DrawDeviations(series, options_.path_count, options_.combination);
  paths *= SeriesWidthOf(slot);
  CalibrationOf(slot).Apply(options_.past.target, paths);
  paths += DrawWorlds(series, options_.path_count, options_.combination);
  CentreRows(paths);
  paths.colwise() += mean;
  KeepWithin(BoundsOf(task.training), mean, paths);
  KeepDoubt(task.training, task.seed, mean, paths);
  MoveWithGroup(CorrelationOf(slot), {options_.seed, task.pool, task.group}, task.seed, paths);
  return paths;
}

std::string DescribeWeights(const std::vector<MemberWeight>& weights) {
  std::vector<std::string> parts;
  for (const MemberWeight& member : weights) {
    if (parts.size() == kMostDescribed) break;
    parts.push_back(weights.size() == 1 ? member.model : absl::StrFormat("%.2f %s", member.weight, member.model));
  }
  return absl::StrJoin(parts, " + ");
}

}  // namespace prognos::engine
