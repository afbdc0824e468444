#include "forecast/evaluation/month_scores.h"

#include <cmath>
#include <map>

#include "forecast/evaluation/accuracy.h"

namespace prognos::evaluation {
namespace {

// The months of one distance, each beside the scale of its forecast.
struct Pool {
  std::vector<const BacktestMonth*> months;
  std::vector<NaiveScale> scales;
};

template <typename Value>
Vector Column(const Pool& pool, const Value& value) {
  Vector column(static_cast<Eigen::Index>(pool.months.size()));
  for (size_t at = 0; at < pool.months.size(); ++at) column[static_cast<Eigen::Index>(at)] = value(*pool.months[at]);
  return column;
}

Vector Quantiles(const Pool& pool, size_t level) {
  return Column(pool, [level](const BacktestMonth& one) { return one.quantiles[level]; });
}

template <typename Value>
Vector Scales(const Pool& pool, const Value& value) {
  Vector scales(static_cast<Eigen::Index>(pool.scales.size()));
  for (size_t at = 0; at < pool.scales.size(); ++at) scales[static_cast<Eigen::Index>(at)] = value(pool.scales[at]);
  return scales;
}

void FillScaled(const Pool& pool, const Vector& actual, const Vector& forecast, MonthScore& score) {
  const Vector absolute = Scales(pool, [](const NaiveScale& scale) { return scale.absolute; });
  const Vector squared = Scales(pool, [](const NaiveScale& scale) { return std::sqrt(scale.squared); });
  score.mean_scaled_error = MeanAbsoluteError(Scaled(actual, absolute), Scaled(forecast, absolute));
  score.root_mean_squared_scaled_error = RootMeanSquaredError(Scaled(actual, squared), Scaled(forecast, squared));
}

// The levels are the lower and upper ends of 95 and 80 %: 0 and 3, 1 and 2.
void FillDistribution(const Pool& pool, const Vector& actual, MonthScore& score) {
  const Vector lower_95 = Quantiles(pool, 0), lower_80 = Quantiles(pool, 1);
  const Vector upper_80 = Quantiles(pool, 2), upper_95 = Quantiles(pool, 3);
  score.coverage_95 = Coverage(actual, lower_95, upper_95);
  score.coverage_80 = Coverage(actual, lower_80, upper_80);
  score.interval_score_95 = IntervalScore(actual, lower_95, upper_95, 0.95);
  score.interval_score_80 = IntervalScore(actual, lower_80, upper_80, 0.80);
  double pinball = 0.0;
  for (size_t level = 0; level < kBacktestMonthLevels.size(); ++level) {
    pinball += PinballLoss(actual, Quantiles(pool, level), kBacktestMonthLevels[level]);
  }
  score.mean_pinball_loss = pinball / static_cast<double>(kBacktestMonthLevels.size());
}

MonthScore ScoreOf(int months_ahead, const Pool& pool) {
  const Vector actual = Column(pool, [](const BacktestMonth& one) { return one.actual; });
  const Vector forecast = Column(pool, [](const BacktestMonth& one) { return one.forecast; });
  MonthScore score;
  score.months_ahead = months_ahead;
  score.count = static_cast<int>(pool.months.size());
  score.mean_absolute_error = MeanAbsoluteError(actual, forecast);
  score.root_mean_squared_error = RootMeanSquaredError(actual, forecast);
  score.weighted_percentage_error = WeightedAbsolutePercentageError(actual, forecast);
  score.symmetric_percentage_error = SymmetricMeanAbsolutePercentageError(actual, forecast);
  FillScaled(pool, actual, forecast, score);
  FillDistribution(pool, actual, score);
  return score;
}

}  // namespace

std::vector<MonthScore> ScoreMonths(const std::vector<const BacktestForecast*>& forecasts) {
  std::map<int, Pool> pools;
  for (const BacktestForecast* one : forecasts) {
    for (size_t at = 0; at < one->months.size(); ++at) {
      Pool& pool = pools[static_cast<int>(at) + 1];
      pool.months.push_back(&one->months[at]);
      pool.scales.push_back(one->month_scale);
    }
  }
  std::vector<MonthScore> scores;
  for (const auto& [months_ahead, pool] : pools) scores.push_back(ScoreOf(months_ahead, pool));
  return scores;
}

}  // namespace prognos::evaluation
