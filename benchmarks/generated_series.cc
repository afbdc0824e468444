#include "benchmarks/generated_series.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"

namespace prognos::benchmarks {
namespace {

constexpr int kYear = 2022;
constexpr int kKnownMonthsOfYear = 8;
constexpr double kNoiseKept = 0.5;
constexpr double kMostNoise = 0.6;  // Keeps every value positive.

double Between(double least, double most, RandomGenerator& generator) {
  return least + (most - least) * generator.Uniform();
}

}  // namespace

MonthlySeries GenerateSeries(int number, int months) {
  RandomGenerator generator(RandomGenerator::DeriveSeed(0, absl::StrCat("generated series ", number)));
  const double level = Between(1e5, 1e6, generator);
  const double growth = Between(-0.02, 0.08, generator);
  const double year_wave = Between(0.0, 0.2, generator);
  const double half_year_wave = Between(0.0, 0.1, generator);
  const double phase = Between(0.0, 2.0 * std::numbers::pi, generator);
  const double noise_deviation = Between(0.02, 0.15, generator);
  // Of the new part of the noise, so that the whole has the deviation above.
  const double shock_deviation = noise_deviation * std::sqrt(1.0 - kNoiseKept * kNoiseKept);
  const Month end = Month::January(kYear) + kKnownMonthsOfYear;
  MonthlySeries series{end - months, Vector(months)};
  double noise = noise_deviation * generator.Normal();
  for (int at = 0; at < months; ++at) {
    const double angle = 2.0 * std::numbers::pi * at / kMonthsPerYear;
    const double season = year_wave * std::sin(angle + phase) + half_year_wave * std::sin(2.0 * angle);
    // A shrinking series ends at a tenth of its level at the least, however long it is.
    const double trend = std::max(0.1, 1.0 + growth * at / kMonthsPerYear);
    series.values[at] = level * trend * (1.0 + season) * (1.0 + std::clamp(noise, -kMostNoise, kMostNoise));
    noise = kNoiseKept * noise + shock_deviation * generator.Normal();
  }
  return series;
}

std::vector<models::TrainingData> GenerateTraining(int count, int months) {
  std::vector<models::TrainingData> all;
  for (int number = 0; number < count; ++number) {
    models::TrainingData training;
    training.history = GenerateSeries(number, months);
    const double month = training.history.values.tail(std::min(months, kMonthsPerYear)).mean();
    training.budget = {Month::January(kYear), Vector::Constant(kMonthsPerYear, month)};
    all.push_back(std::move(training));
  }
  return all;
}

}  // namespace prognos::benchmarks
