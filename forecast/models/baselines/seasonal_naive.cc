#include "forecast/models/baselines/seasonal_naive.h"

#include <algorithm>
#include <cmath>

#include "forecast/models/baselines/recent.h"

namespace prognos::models {

Vector SeasonalNaive::Predict(const TrainingData& training, Month origin, int horizon) const {
  const MonthlySeries& history = training.history;
  if (CountKnownBefore(history, origin) < least_history_months()) return Vector();
  const double level = MeanOfLastKnown(history, origin, kMonthsPerYear);
  Vector forecast(horizon);
  for (int at = 0; at < std::min(horizon, kMonthsPerYear); ++at) {
    const double same_month = LatestSameMonth(history, origin, origin + at);
    forecast[at] = std::isnan(same_month) ? level : same_month;
  }
  for (int at = kMonthsPerYear; at < horizon; ++at) forecast[at] = forecast[at - kMonthsPerYear];
  return forecast;
}

}  // namespace prognos::models
