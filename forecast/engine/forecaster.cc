#include "forecast/engine/forecaster.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/catalog.h"
#include "forecast/models/error_paths.h"

namespace prognos::engine {
namespace {

using models::Model;
using models::TrainingData;

constexpr char kLastYearsShare[] = "last-years-share";

void FillScores(const Comparison& comparison, SeriesForecast& forecast) {
  forecast.past_years = comparison.years;
  for (const Candidate& candidate : comparison.candidates) {
    forecast.scores.push_back({std::string(candidate.model->name()), candidate.past_error, candidate.abstention});
    if (candidate.model->name() == kLastYearsShare) forecast.last_years_share_past_error = candidate.past_error;
  }
}

void RemarkOnHistory(const TrainingData& training, SeriesForecast& forecast) {
  const int known = training.history.CountKnown();
  if (known == 0 && forecast.model.empty()) {
    forecast.remarks.push_back({RemarkCode::kNoData, "There is no history and no budget; the forecast is zero."});
  } else if (known == 0) {
    forecast.remarks.push_back({RemarkCode::kNoHistory, "There is no history; the remaining budget is the forecast."});
  } else if (known < kShortHistoryMonths) {
    forecast.remarks.push_back({RemarkCode::kShortHistory,
                                absl::StrCat("Only ", known, " months of history are known; the interval is a rough ",
                                             "one and rests on the errors of other series where there are any.")});
  }
}

// Whole from a hundred on, three figures below: volumes may be a few places, or a part of one.
std::string Figure(double value) { return absl::StrFormat(std::abs(value) < 100.0 ? "%.3g" : "%.0f", value); }

void RemarkOnOneOffs(const MonthlySeries& history, const std::vector<OneOff>& one_offs, SeriesForecast& forecast) {
  const Month last_known = history.Trimmed().end() - 1;
  for (const OneOff& one_off : one_offs) {
    if (one_off.month < history.end() - kMonthsOfOneOffs) continue;
    const bool last = one_off.month == last_known;
    const std::string figures = absl::StrCat(one_off.month.ToString(), " holds ", Figure(one_off.actual),
                                             ", far from the months ", last ? "before it" : "around it");
    const std::string usual = Figure(one_off.usual);
    const std::string text =
        last ? absl::StrCat(figures, "; the next month will tell why, and the forecast goes on from ", usual, ".")
             : absl::StrCat(figures, "; it counts as a one-off, and ", usual, " is what is expected.");
    forecast.remarks.push_back({last ? RemarkCode::kLastMonthOut : RemarkCode::kOneOff, text, one_off.month});
  }
}

JointOptions ToJointOptions(const ForecastOptions& options) {
  JointOptions joint = JointOptions::For(options.target);
  joint.past.stop = options.stop;
  if (!options.score) joint.past.most_origins = 0;
  joint.seed = options.seed;
  joint.path_count = options.path_count;
  joint.threads = options.threads;
  return joint;
}

SeriesForecast FromCombined(const MonthlySeries& history, CombinedForecast combined) {
  SeriesForecast forecast;
  forecast.mean = std::move(combined.mean);
  forecast.paths = std::move(combined.paths);
  if (!combined.weights.empty()) {
    forecast.model = combined.weights.size() == 1 ? combined.weights.front().model : kDefaultModel;
  }
  forecast.specification = DescribeWeights(combined.weights);
  forecast.past_error = combined.past_error;
  forecast.past_years = combined.past_origins;
  for (const CandidateRecord& candidate : combined.candidates) {
    forecast.scores.push_back({candidate.model, candidate.past_error, candidate.abstention});
    if (candidate.model == kLastYearsShare) forecast.last_years_share_past_error = candidate.past_error;
  }
  RemarkOnOneOffs(history, combined.one_offs, forecast);
  return forecast;
}

SeriesForecast ForecastByDefault(const SeriesTask& task, const ForecastOptions& options) {
  return FromCombined(task.training.history, JointForecast::Prepare({task}, ToJointOptions(options)).Draw(0));
}

// The model asked for, and last year's share beside it when the past is looked at.
Comparison CompareAsked(const TrainingData& training, const Model& asked, const ForecastOptions& options) {
  std::vector<const Model*> candidates = {&asked};
  const Model* beside = models::FindModel(kLastYearsShare);
  if (options.score && beside != &asked) candidates.push_back(beside);
  SelectionOptions selection = options.selection;
  selection.stop = options.stop;
  if (!options.score) selection.most_years = 0;
  return CompareModels(training, candidates, selection);
}

SeriesForecast ForecastByAsked(const SeriesTask& task, const Model& asked, const ForecastOptions& options) {
  const Comparison comparison = CompareAsked(task.training, asked, options);
  const Candidate& candidate = comparison.candidates.front();
  if (candidate.fitted == nullptr) {
    SeriesForecast forecast = ForecastByDefault(task, options);
    if (forecast.model.empty()) return forecast;
    forecast.remarks.push_back(
        {RemarkCode::kModelAbstained, absl::StrCat(candidate.abstention, "; ", forecast.model, " is used instead.")});
    return forecast;
  }
  SeriesForecast forecast;
  FillScores(comparison, forecast);
  forecast.model = std::string(asked.name());
  forecast.specification = candidate.fitted->record().specification;
  forecast.past_error = candidate.past_error;
  forecast.mean = Vector::Zero(task.horizon);
  forecast.paths = Matrix::Zero(task.horizon, options.path_count);
  if (task.horizon == 0) return forecast;
  RandomGenerator generator(task.seed);
  forecast.mean = candidate.fitted->Mean(task.horizon);
  forecast.paths = candidate.fitted->SamplePaths(task.horizon, options.path_count, generator);
  KeepWithin(BoundsOf(task.training), forecast.mean, forecast.paths);
  return forecast;
}

// Months with nothing before them: each as the nearest known month after it.
GapForecast NearestAfter(const MonthlySeries& history, Month first, int length, int path_count, uint64_t seed) {
  const MonthlySeries filled = FillGaps(history);
  GapForecast gap;
  gap.mean = Vector::Zero(length);
  for (int at = 0; at < length; ++at) {
    if (history.empty()) break;
    const Month nearest = std::clamp(first + at, filled.first, filled.end() - 1);
    gap.mean[at] = filled.At(nearest);
  }
  RandomGenerator generator(seed);
  const double spread = models::kDefaultRelativeSpread * std::abs(gap.mean.mean());
  gap.paths = models::DrawDefaultErrors(spread, length, path_count, generator);
  gap.paths.colwise() += gap.mean;
  return gap;
}

}  // namespace

absl::StatusOr<Forecaster> Forecaster::Prepare(std::vector<SeriesTask> tasks, const ForecastOptions& options) {
  Forecaster forecaster;
  forecaster.options_ = options;
  if (options.model == kDefaultModel) {
    forecaster.joint_ = JointForecast::Prepare(std::move(tasks), ToJointOptions(options));
    return forecaster;
  }
  PROGNOS_ASSIGN_OR_RETURN(forecaster.asked_, ModelsForTasks(options.model, tasks));
  forecaster.tasks_ = std::move(tasks);
  return forecaster;
}

int Forecaster::size() const { return joint_.has_value() ? joint_->size() : static_cast<int>(tasks_.size()); }

const SeriesTask& Forecaster::TaskOf(int series) const {
  return joint_.has_value() ? joint_->task(series) : tasks_[static_cast<size_t>(series)];
}

// The default knows nothing of the other series here.
SeriesForecast Forecaster::ForecastAlone(int series, const SeriesTask& task, const ForecastOptions& options) const {
  if (joint_.has_value()) return ForecastByDefault(task, options);
  return ForecastByAsked(task, *asked_[static_cast<size_t>(series)], options);
}

SeriesForecast Forecaster::Draw(int series) const {
  const SeriesTask& task = TaskOf(series);
  SeriesForecast forecast = joint_.has_value() ? FromCombined(task.training.history, joint_->Draw(series))
                                               : ForecastAlone(series, task, options_);
  RemarkOnHistory(task.training, forecast);
  return forecast;
}

GapForecast Forecaster::DrawGap(int series, Month first, int length, uint64_t seed) const {
  const TrainingData& training = TaskOf(series).training;
  SeriesTask before = TaskOf(series);  // Of the same group: the gap moves with the months that follow it.
  before.horizon = length;
  before.seed = seed;
  before.training.history = training.history.Before(first);
  GapForecast gap;
  if (before.training.history.CountKnown() > 0) {
    ForecastOptions quiet = options_;
    quiet.score = false;
    quiet.threads = 1;  // Gaps of many series are drawn at once.
    SeriesForecast forecast = ForecastAlone(series, before, quiet);
    gap = {std::move(forecast.mean), std::move(forecast.paths)};
  } else {
    gap = NearestAfter(training.history, first, length, options_.path_count, seed);
  }
  KeepWithin(BoundsOf(training), gap.mean, gap.paths);
  return gap;
}

absl::StatusOr<SeriesForecast> ForecastSeries(const TrainingData& training, const ForecastOptions& options,
                                              int horizon) {
  PROGNOS_ASSIGN_OR_RETURN(const Forecaster forecaster,
                           Forecaster::Prepare({{training, horizon, options.seed}}, options));
  return forecaster.Draw(0);
}

}  // namespace prognos::engine
