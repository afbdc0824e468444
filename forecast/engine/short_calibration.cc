#include "forecast/engine/short_calibration.h"

#include <optional>
#include <utility>

#include "forecast/engine/pool_weights.h"
#include "forecast/engine/short_history.h"

namespace prognos::engine {
namespace {

bool IsMeasuredByOthers(const CombinedSeries& series) {
  return series.pooled.fitted != nullptr && series.fit.candidates.past.empty();
}

// The months after `cut` as the pool's own series are forecast; without a look at the past.
std::optional<ShortForecast> ForecastAsShort(const MonthlySeries& cut, int horizon, const models::Model& learned,
                                             const Vector& pooled_weights, const DefaultMembers& members,
                                             const JointOptions& options) {
  SeriesTask task;
  task.training.history = cut;
  task.horizon = horizon;
  PastOptions no_past = options.past;
  no_past.most_origins = 0;
  CombinedSeries series;
  series.fit = FitSeries(std::move(task), members, no_past);
  if (series.fit.falls_back || series.fit.stands_alone) return std::nullopt;
  series.pooled = PooledPartOf(learned, series.fit);
  if (series.pooled.fitted == nullptr) return std::nullopt;
  series.weights = SeriesWeights(series.fit, pooled_weights, members);
  return ShortForecast{MeanOf(series, options.combination),
                       DrawDeviations(series, kPathsForCalibration, options.combination)};
}

}  // namespace

ShortCalibrations::Key ShortCalibrations::KeyOf(const CombinedSeries& series) {
  const MonthlySeries& history = series.fit.adjusted();
  return {MeasuredMonths(history.CountKnown()), history.end(), series.fit.task.horizon};
}

ShortCalibrations ShortCalibrations::Measure(const CombinedPool& pool, const Calibration& prior,
                                             const DefaultMembers& members, const JointOptions& options) {
  ShortCalibrations calibrations;
  if (options.past.most_origins == 0) return calibrations;
  std::vector<MonthlySeries> histories;
  for (const CombinedSeries& series : pool.series) {
    if (!series.fit.stands_alone) histories.push_back(series.fit.adjusted());
  }
  const ShortHistoryOptions short_options{.threads = options.threads, .stop = options.past.stop};
  for (const CombinedSeries& series : pool.series) {
    if (!IsMeasuredByOthers(series) || options.past.IsStopped()) continue;
    const auto [entry, is_new] = calibrations.measured_.try_emplace(KeyOf(series));
    if (!is_new) continue;
    const auto& [months, end, horizon] = entry->first;
    const auto forecast = [&, horizon_asked = horizon](const MonthlySeries& cut, const models::Model& learned) {
      return ForecastAsShort(cut, horizon_asked, learned, pool.weights, members, options);
    };
    const std::vector<OriginScores> scores = ScoreAsShort(histories, end, months, horizon, forecast, short_options);
    entry->second = FitCalibration(scores, prior, options.calibration);
  }
  return calibrations;
}

const Calibration* ShortCalibrations::Find(const CombinedSeries& series) const {
  const auto found = IsMeasuredByOthers(series) ? measured_.find(KeyOf(series)) : measured_.end();
  return found == measured_.end() ? nullptr : &found->second;
}

}  // namespace prognos::engine
