#include "forecast/models/baselines/run_rate.h"

#include <cmath>

#include "forecast/models/baselines/recent.h"

namespace prognos::models {
namespace {

double MeanOfYearSoFar(const MonthlySeries& history, Month origin) {
  double sum = 0.0;
  int known = 0;
  for (Month month = Month::January(origin.year()); month < origin; month = month + 1) {
    const double value = history.At(month);
    if (std::isnan(value)) continue;
    sum += value;
    ++known;
  }
  return known == 0 ? kMissing : sum / known;
}

}  // namespace

Vector RunRate::Predict(const TrainingData& training, Month origin, int horizon) const {
  double level = MeanOfYearSoFar(training.history, origin);
  if (std::isnan(level)) level = MeanOfLastKnown(training.history, origin, kMonthsPerYear);
  return std::isnan(level) ? Vector() : Vector(Vector::Constant(horizon, level));
}

}  // namespace prognos::models
