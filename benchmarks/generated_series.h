// Made-up monthly series for timing: the same in every run and on every machine.
#ifndef PROGNOS_BENCHMARKS_GENERATED_SERIES_H_
#define PROGNOS_BENCHMARKS_GENERATED_SERIES_H_

#include <vector>

#include "forecast/models/model.h"

namespace prognos::benchmarks {

// Series `number` (>= 0), `months` (>= 1) long and ending in August 2022:
//
//   value_t = level (1 + growth t / 12) (1 + season_t) (1 + noise_t),     t = 0 ... months - 1
//
// level 100 000 to 1 000 000, growth -2 to 8 % of the first level a year, a season of two waves (a year and half of
// one) together at most 30 %, and noise of 2 to 15 % that keeps half of itself from month to month. All positive.
// One series differs from the next in all of these, so that a few of them stand for many.
MonthlySeries GenerateSeries(int number, int months);

// Series 0 ... count - 1 with a budget for 2022, so that every model can answer.
std::vector<models::TrainingData> GenerateTraining(int count, int months);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_GENERATED_SERIES_H_
