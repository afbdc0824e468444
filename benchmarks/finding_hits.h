// How often clean series alarm, and how often what is planted in them is found (forecast/findings).
#ifndef PROGNOS_BENCHMARKS_FINDING_HITS_H_
#define PROGNOS_BENCHMARKS_FINDING_HITS_H_

#include <cstdint>
#include <string>

#include "benchmarks/clean_series.h"
#include "benchmarks/planted.h"
#include "forecast/findings/unusual_months.h"

namespace prognos::benchmarks {

struct FindingOptions {
  int count = 400;  // Series of each process.
  uint64_t seed = 1;
  int threads = 1;
};

// Puts `plant` in row `at` of `series`, and what follows from it in the rows after it.
void PutInRow(Plant plant, int at, MonthlySeries& series);

// Whether one of `found` is of the month in row `at` of `series` (of a step: within a month of it) and of the kind that
// `plant` is.
bool IsFound(Plant plant, int at, const MonthlySeries& series, const std::vector<findings::Finding>& found);

// A row for each clean process: findings per hundred series and year; then, per cent, the series in which one fault in
// a month of the last two years is found for what it is, and the same of the newest month. Last the mean of the
// findings over all processes.
std::string FindingTable(const FindingOptions& options);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_FINDING_HITS_H_
