#include "forecast/engine/short_history.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "forecast/engine/parallel.h"
#include "forecast/engine/shrinkage.h"
#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::engine {
namespace {

constexpr int kMonthsMeasuredTogether = 3;

// At most `most` of `all`, evenly chosen.
std::vector<MonthlySeries> Thinned(const std::vector<MonthlySeries>& all, int most) {
  const size_t count = std::min(all.size(), static_cast<size_t>(most));
  std::vector<MonthlySeries> chosen;
  for (size_t at = 0; at < count; ++at) chosen.push_back(all[at * all.size() / count]);
  return chosen;
}

std::vector<MonthlySeries> KnownBefore(const std::vector<MonthlySeries>& pool, Month origin) {
  std::vector<MonthlySeries> known;
  for (const MonthlySeries& history : pool) known.push_back(history.Before(origin));
  return known;
}

MonthlySeries LastMonths(const MonthlySeries& history, int months) {
  const int kept = std::min(months, history.size());
  return {history.end() - kept, Vector(history.values.tail(kept))};
}

std::optional<OriginScores> ScoreOne(const models::Model& learned, const MonthlySeries& history, Month origin,
                                     int known_months, int horizon, const ForecastShort& forecast) {
  const MonthlySeries before = history.Before(origin);
  if (before.end() != origin || before.CountKnown() < kShrinkageBelow) return std::nullopt;
  Vector errors(horizon);
  for (int at = 0; at < horizon; ++at) errors[at] = history.At(origin + at);
  if (errors.array().isNaN().all()) return std::nullopt;
  const std::optional<ShortForecast> made = forecast(LastMonths(before, known_months), learned);
  if (!made.has_value()) return std::nullopt;
  const double least_width = kLeastRelativeWidth * made->mean.cwiseAbs().mean();
  return ScoresOf(origin, errors - made->mean, PathSpreadOf(made->deviations), least_width);
}

}  // namespace

int MeasuredMonths(int known_months) {
  return (known_months - 1) / kMonthsMeasuredTogether * kMonthsMeasuredTogether + kMonthsMeasuredTogether / 2 + 1;
}

std::vector<OriginScores> ScoreAsShort(const std::vector<MonthlySeries>& pool, Month end, int known_months, int horizon,
                                       const ForecastShort& forecast, const ShortHistoryOptions& options) {
  const std::vector<MonthlySeries> chosen = Thinned(pool, options.most_series);
  std::vector<OriginScores> scores;
  for (int years_back = 1; years_back <= options.origins; ++years_back) {
    if (options.stop != nullptr && options.stop()) break;
    const Month origin = end - std::max(kMonthsPerYear * years_back, horizon);
    const auto learned = models::PooledRegression::Learn(KnownBefore(pool, origin));
    if (!learned.ok()) break;
    std::vector<std::optional<OriginScores>> found(chosen.size());
    ParallelFor(static_cast<int>(chosen.size()), options.threads, [&](int at) {
      const size_t slot = static_cast<size_t>(at);
      found[slot] = ScoreOne(**learned, chosen[slot], origin, known_months, horizon, forecast);
    });
    for (std::optional<OriginScores>& one : found) {
      if (one.has_value()) scores.push_back(*std::move(one));
    }
  }
  return scores;
}

}  // namespace prognos::engine
