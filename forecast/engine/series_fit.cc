#include "forecast/engine/series_fit.h"

#include <cmath>
#include <utility>

#include "forecast/engine/level.h"

namespace prognos::engine {
namespace {

// Mean absolute change to the same month of the year before; 0 without a pair.
double YearlyChange(const MonthlySeries& history) {
  double sum = 0.0;
  int count = 0;
  for (int at = kMonthsPerYear; at < history.size(); ++at) {
    const double change = std::abs(history.values[at] - history.values[at - kMonthsPerYear]);
    if (std::isnan(change)) continue;
    sum += change;
    ++count;
  }
  return count == 0 ? 0.0 : sum / count;
}

double ScaleOf(const MonthlySeries& history) {
  const double change = YearlyChange(history);
  if (change > 0.0) return change;
  const double level = LevelBefore(history, history.end());
  return level > 0.0 ? level : 1.0;
}

Matrix TrimmedAt(const SeriesFit& fit, Month origin, const Matrix& forecasts, const CombinationOptions& options) {
  return Trimmed(forecasts, options, LimitsAt(fit.adjusted(), origin));
}

// Whether the model that stands alone answers for `fit`, which then holds what it says.
bool FitAlone(const DefaultMembers& members, const PastOptions& options, SeriesFit& fit) {
  if (members.alone == nullptr || !members.alone->Fit(fit.task.training).ok()) return false;
  fit.models = {members.alone};
  fit.candidates = ForecastCandidates(fit.task.training, fit.models, fit.task.horizon, options);
  return fit.candidates.AnyAnswers();
}

}  // namespace

SeriesFit FitSeries(SeriesTask task, const DefaultMembers& members, const PastOptions& options) {
  SeriesFit fit;
  fit.task = std::move(task);
  fit.stands_alone = FitAlone(members, options, fit);
  if (fit.stands_alone) {
    fit.scale = ScaleOf(fit.adjusted());
    return fit;
  }
  fit.models = members.models;
  fit.candidates = ForecastCandidates(fit.task.training, fit.models, fit.task.horizon, options);
  fit.scale = ScaleOf(fit.adjusted());
  fit.falls_back = !fit.candidates.AnyAnswers();
  if (!fit.falls_back) return fit;
  fit.models = members.fallbacks;
  fit.candidates = ForecastCandidates(fit.task.training, fit.models, fit.task.horizon, options);
  return fit;
}

Matrix TrimmedToday(const SeriesFit& fit, const CombinationOptions& options) {
  return TrimmedAsToday(fit, fit.candidates.means, options);
}

Matrix TrimmedAsToday(const SeriesFit& fit, const Matrix& forecasts, const CombinationOptions& options) {
  return TrimmedAt(fit, fit.task.training.history.end(), forecasts, options);
}

Matrix TrimmedThen(const SeriesFit& fit, const PastForecasts& past, const CombinationOptions& options) {
  return TrimmedAt(fit, fit.task.training.history.end() - past.months_back, past.forecasts, options);
}

std::optional<double> MeanAbsoluteTotalError(const SeriesFit& fit, size_t model) {
  double sum = 0.0;
  for (const PastForecasts& past : fit.candidates.past) {
    sum += std::abs(past.forecasts.col(static_cast<Eigen::Index>(model)).sum() - past.actual.sum());
  }
  if (fit.candidates.past.empty() || !std::isfinite(sum)) return std::nullopt;
  return sum / static_cast<double>(fit.candidates.past.size());
}

}  // namespace prognos::engine
