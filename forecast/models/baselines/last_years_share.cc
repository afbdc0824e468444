#include "forecast/models/baselines/last_years_share.h"

#include <algorithm>
#include <cmath>

#include "forecast/models/baselines/recent.h"
#include "forecast/models/baselines/seasonal_naive.h"

namespace prognos::models {
namespace {

// This year's known months over the same months of last year; 1 where that has no meaning.
double RatioToLastYear(const MonthlySeries& history, Month origin) {
  double this_year = 0.0;
  double last_year = 0.0;
  for (Month month = Month::January(origin.year()); month < origin; month = month + 1) {
    const double now = history.At(month);
    const double before = history.At(month - kMonthsPerYear);
    if (std::isnan(now) || std::isnan(before)) continue;
    this_year += now;
    last_year += before;
  }
  return last_year > 0.0 ? this_year / last_year : 1.0;
}

}  // namespace

Vector LastYearsShare::Predict(const TrainingData& training, Month origin, int horizon) const {
  Vector forecast = SeasonalNaive().Predict(training, origin, horizon);
  if (forecast.size() == 0) return forecast;
  const int left_of_year = std::min(horizon, kMonthsPerYear + 1 - origin.month());
  forecast.head(left_of_year) *= RatioToLastYear(training.history, origin);
  for (int at = kMonthsPerYear; at < horizon; ++at) forecast[at] = forecast[at - kMonthsPerYear];
  return forecast;
}

}  // namespace prognos::models
