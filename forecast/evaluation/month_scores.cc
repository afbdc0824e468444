#include "forecast/evaluation/month_scores.h"

#include <cmath>
#include <map>

#include "forecast/evaluation/accuracy.h"

namespace prognos::evaluation {
namespace {

// The months of one distance, each beside the scale of its case.
struct Pool {
  std::vector<const BacktestMonth*> months;
  std::vector<double> scales;
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

double MeanScaledError(const Pool& pool) {
  double sum = 0.0;
  int count = 0;
  for (size_t at = 0; at < pool.months.size(); ++at) {
    if (!(pool.scales[at] > 0.0)) continue;
    sum += std::abs(pool.months[at]->actual - pool.months[at]->forecast) / pool.scales[at];
    ++count;
  }
  return count > 0 ? sum / count : kMissing;
}

MonthScore ScoreOf(int months_ahead, const Pool& pool) {
  const Vector actual = Column(pool, [](const BacktestMonth& one) { return one.actual; });
  const Vector forecast = Column(pool, [](const BacktestMonth& one) { return one.forecast; });
  MonthScore score;
  score.months_ahead = months_ahead;
  score.count = static_cast<int>(pool.months.size());
  score.mean_absolute_error = MeanAbsoluteError(actual, forecast);
  score.weighted_percentage_error = WeightedAbsolutePercentageError(actual, forecast);
  score.mean_scaled_error = MeanScaledError(pool);
  score.coverage_95 = Coverage(actual, Quantiles(pool, 0), Quantiles(pool, 3));
  score.coverage_80 = Coverage(actual, Quantiles(pool, 1), Quantiles(pool, 2));
  return score;
}

}  // namespace

std::vector<MonthScore> ScoreMonths(const std::vector<const BacktestCase*>& cases) {
  std::map<int, Pool> pools;
  for (const BacktestCase* one : cases) {
    for (size_t at = 0; at < one->months.size(); ++at) {
      Pool& pool = pools[static_cast<int>(at) + 1];
      pool.months.push_back(&one->months[at]);
      pool.scales.push_back(one->scale);
    }
  }
  std::vector<MonthScore> scores;
  for (const auto& [months_ahead, pool] : pools) scores.push_back(ScoreOf(months_ahead, pool));
  return scores;
}

}  // namespace prognos::evaluation
