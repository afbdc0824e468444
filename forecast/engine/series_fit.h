// The first stage of the default: what the members say of one series, today and at earlier origins.
#ifndef PROGNOS_FORECAST_ENGINE_SERIES_FIT_H_
#define PROGNOS_FORECAST_ENGINE_SERIES_FIT_H_

#include <optional>
#include <vector>

#include "forecast/engine/candidate_forecasts.h"
#include "forecast/engine/combination.h"
#include "forecast/engine/default_members.h"
#include "forecast/engine/series_task.h"

namespace prognos::engine {

struct SeriesFit {
  SeriesTask task;                           // With a horizon of at least 1.
  bool falls_back = false;                   // No member answers: the models are the fallbacks.
  bool stands_alone = false;                 // DefaultMembers::alone answers, and is the only model.
  std::vector<const models::Model*> models;  // The members, or the fallbacks, or the one that stands alone.
  CandidateForecasts candidates;             // One a model.
  // What makes errors of different series alike: the mean absolute change to the year before, else the level; > 0.
  double scale = 1.0;

  // The history as the models saw it.
  const MonthlySeries& adjusted() const { return candidates.one_offs.adjusted; }
};

SeriesFit FitSeries(SeriesTask task, const DefaultMembers& members, const PastOptions& options);

// What the models say (months x models), trimmed (combination.h): today, had they said
// `forecasts` today, and at an origin of `fit.candidates.past`.
Matrix TrimmedToday(const SeriesFit& fit, const CombinationOptions& options);
Matrix TrimmedAsToday(const SeriesFit& fit, const Matrix& forecasts, const CombinationOptions& options);
Matrix TrimmedThen(const SeriesFit& fit, const PastForecasts& past, const CombinationOptions& options);

// Mean absolute error of the sum over the horizon at the past origins; absent without any, or where the model
// abstained at one.
std::optional<double> MeanAbsoluteTotalError(const SeriesFit& fit, size_t model);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_SERIES_FIT_H_
