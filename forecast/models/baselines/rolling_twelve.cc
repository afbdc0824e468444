#include "forecast/models/baselines/rolling_twelve.h"

#include <algorithm>
#include <cmath>

#include "forecast/models/baselines/recent.h"
#include "forecast/models/baselines/seasonal_naive.h"

namespace prognos::models {
namespace {

// Mean month of the year of `origin`: its months before `origin` as known, or as the seasonal naive baseline takes
// them, and `monthly` for each month from `origin` on.
double MeanMonthOfYear(const MonthlySeries& history, Month origin, double monthly) {
  const double level = MeanOfLastKnown(history, origin, kMonthsPerYear);
  double sum = (kMonthsPerYear + 1 - origin.month()) * monthly;
  for (Month month = Month::January(origin.year()); month < origin; month = month + 1) {
    const double newest = LatestSameMonth(history, origin, month);
    sum += std::isnan(newest) ? level : newest;
  }
  return sum / kMonthsPerYear;
}

}  // namespace

Vector RollingTwelve::Predict(const TrainingData& training, Month origin, int horizon) const {
  const int left_of_year = kMonthsPerYear + 1 - origin.month();
  const Vector last_year = SeasonalNaive().Predict(training, origin, left_of_year);
  if (last_year.size() == 0) return Vector();
  const double monthly = last_year.mean();
  Vector forecast = Vector::Constant(horizon, monthly);
  if (horizon > left_of_year) {
    forecast.tail(horizon - left_of_year).setConstant(MeanMonthOfYear(training.history, origin, monthly));
  }
  return forecast;
}

}  // namespace prognos::models
