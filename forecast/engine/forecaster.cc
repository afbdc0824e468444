#include "forecast/engine/forecaster.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/catalog.h"
#include "forecast/models/error_paths.h"

namespace prognos::engine {
namespace {

using models::Model;
using models::TrainingData;

constexpr char kLastYearsShare[] = "last-years-share";

// What no month of the forecast leaves.
struct Bounds {
  double least = 0.0;
  double most = 0.0;
};

double LargestKnown(const MonthlySeries& series) {
  double largest = 0.0;
  for (const double value : series.values) largest = std::isnan(value) ? largest : std::max(largest, std::abs(value));
  return largest;
}

bool HasNegative(const MonthlySeries& series) { return (series.values.array() < 0.0).any(); }

Bounds BoundsOf(const TrainingData& training) {
  const bool has_history = training.history.CountKnown() > 0;
  const double most = kMostTimesKnown * std::max(LargestKnown(training.history), LargestKnown(training.budget));
  const bool negative = HasNegative(has_history ? training.history : training.budget);
  return {negative ? -most : 0.0, most};
}

void KeepWithin(const Bounds& bounds, Vector& mean, Matrix& paths) {
  mean = mean.cwiseMax(bounds.least).cwiseMin(bounds.most);
  paths = paths.cwiseMax(bounds.least).cwiseMin(bounds.most);
}

// What the default chooses from: the human rules and the regression, cheap enough to be fitted at every earlier round.
std::vector<const Model*> DefaultCandidates() {
  std::vector<const Model*> candidates;
  for (const absl::string_view name : {"seasonal-regression", "last-years-share", "run-rate", "seasonal-naive",
                                       "rolling-twelve", "remaining-budget"}) {
    candidates.push_back(models::FindModel(name));
  }
  return candidates;
}

// The asked model first, then what may have to stand in or is reported beside it.
std::vector<const Model*> Candidates(const Model* asked, bool score) {
  if (asked == nullptr) return DefaultCandidates();
  std::vector<const Model*> candidates = {asked};
  const Model* beside = models::FindModel(kLastYearsShare);
  if (score && beside != asked) candidates.push_back(beside);
  return candidates;
}

absl::StatusOr<const Model*> AskedModel(const std::string& name) {
  if (name == kDefaultModel) return nullptr;
  const Model* model = models::FindModel(name);
  if (model != nullptr) return model;
  return absl::InvalidArgumentError(
      absl::StrCat("model: \"", name, "\" is not one of ", kDefaultModel, ", ", models::ModelNames()));
}

Comparison Compare(const TrainingData& training, const Model* asked, const ForecastOptions& options,
                   SeriesForecast& forecast) {
  SelectionOptions selection = options.selection;
  if (asked != nullptr && !options.score) selection.most_years = 0;
  Comparison comparison = CompareModels(training, Candidates(asked, options.score), selection);
  if (asked == nullptr) return comparison;
  if (comparison.candidates.front().fitted != nullptr) {
    comparison.chosen = 0;  // What was asked for, however the comparison went.
    return comparison;
  }
  const std::string reason = comparison.candidates.front().abstention;
  comparison = CompareModels(training, DefaultCandidates(), options.selection);
  if (comparison.chosen < 0) return comparison;
  const Candidate& chosen = comparison.candidates[static_cast<size_t>(comparison.chosen)];
  forecast.remarks.push_back(
      {RemarkCode::kModelAbstained, absl::StrCat(reason, "; ", chosen.model->name(), " is used instead.")});
  return comparison;
}

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
    forecast.remarks.push_back(
        {RemarkCode::kShortHistory,
         absl::StrCat("Only ", known, " months of history are known; the interval is a rough one.")});
  }
}

}  // namespace

absl::StatusOr<SeriesForecast> ForecastSeries(const TrainingData& training, const ForecastOptions& options,
                                              int horizon) {
  PROGNOS_ASSIGN_OR_RETURN(const Model* asked, AskedModel(options.model));
  SeriesForecast forecast;
  const Comparison comparison = Compare(training, asked, options, forecast);
  FillScores(comparison, forecast);
  forecast.mean = Vector::Zero(horizon);
  forecast.paths = Matrix::Zero(horizon, options.path_count);
  if (comparison.chosen >= 0) {
    const Candidate& chosen = comparison.candidates[static_cast<size_t>(comparison.chosen)];
    forecast.model = std::string(chosen.model->name());
    forecast.specification = chosen.fitted->record().specification;
    forecast.past_error = chosen.past_error;
    if (horizon > 0) {
      RandomGenerator generator(options.seed);
      forecast.mean = chosen.fitted->Mean(horizon);
      forecast.paths = chosen.fitted->SamplePaths(horizon, options.path_count, generator);
      KeepWithin(BoundsOf(training), forecast.mean, forecast.paths);
    }
  }
  RemarkOnHistory(training, forecast);
  return forecast;
}

absl::StatusOr<GapForecast> ForecastGap(const TrainingData& training, Month first, int length,
                                        const ForecastOptions& options) {
  TrainingData before = training;
  before.history = training.history.Before(first);
  GapForecast gap;
  if (before.history.CountKnown() > 0) {
    ForecastOptions quiet = options;
    quiet.score = false;
    PROGNOS_ASSIGN_OR_RETURN(SeriesForecast forecast, ForecastSeries(before, quiet, length));
    gap = {std::move(forecast.mean), std::move(forecast.paths)};
  } else {
    const MonthlySeries filled = FillGaps(training.history);
    gap.mean = Vector::Zero(length);
    for (int at = 0; at < length; ++at) {
      if (training.history.empty()) break;
      const Month nearest = std::clamp(first + at, filled.first, filled.end() - 1);
      gap.mean[at] = filled.At(nearest);
    }
    RandomGenerator generator(options.seed);
    const double spread = models::kDefaultRelativeSpread * std::abs(gap.mean.mean());
    gap.paths = models::DrawDefaultErrors(spread, length, options.path_count, generator);
    gap.paths.colwise() += gap.mean;
  }
  KeepWithin(BoundsOf(training), gap.mean, gap.paths);
  return gap;
}

}  // namespace prognos::engine
