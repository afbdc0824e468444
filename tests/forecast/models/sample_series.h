// Series that the tests of the models share.
#ifndef PROGNOS_TESTS_FORECAST_MODELS_SAMPLE_SERIES_H_
#define PROGNOS_TESTS_FORECAST_MODELS_SAMPLE_SERIES_H_

#include <cmath>
#include <initializer_list>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/models/model.h"

namespace prognos::models {

inline Vector Values(std::initializer_list<double> values) {
  Vector result(static_cast<Eigen::Index>(values.size()));
  Eigen::Index at = 0;
  for (const double value : values) result[at++] = value;
  return result;
}

// A history from `first` on, no budget, no regressors.
inline TrainingData History(Month first, Vector values) {
  TrainingData training;
  training.history = {first, std::move(values)};
  return training;
}

// level + slope t + season[month] + AR(1) errors, from January 2010 on.
struct SimulatedSeries {
  double level = 1000.0;
  double slope = 0.0;
  double season_size = 0.0;  // Of a sine wave over the year.
  double phi = 0.0;
  double sigma = 0.0;  // Of the innovations.

  Vector Draw(int months, RandomGenerator& generator) const {
    Vector values(months);
    double error = sigma / std::sqrt(1.0 - phi * phi) * generator.Normal();
    for (int t = 0; t < months; ++t) {
      values[t] = level + slope * t + Season(t % kMonthsPerYear) + error;
      error = phi * error + sigma * generator.Normal();
    }
    return values;
  }

  double Season(int month) const { return season_size * std::sin(2.0 * 3.14159265358979323846 * month / 12.0); }
};

}  // namespace prognos::models

#endif  // PROGNOS_TESTS_FORECAST_MODELS_SAMPLE_SERIES_H_
