// From yearly totals to months: the made-up part of the example.
//
// Each series gets a weight a month from its rhythm, and each year's total is shared out by these weights in whole öre,
// so that the months of a year sum to the plan exactly. Every series draws from its own random sequence: a change to
// one leaves the others as they are.
#ifndef PROGNOS_DATA_EXAMPLE_MONTHS_H_
#define PROGNOS_DATA_EXAMPLE_MONTHS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "data/example/plan.h"
#include "forecast/series/flow.h"

namespace prognos::example {

// 28-31.
int DaysIn(Month month);

struct ExampleSeries {
  std::string activity;
  Flow flow = Flow::kUnspecified;
  std::string unit;                           // Volumes only.
  std::array<int64_t, kMonthCount> values{};  // From January of kFirstYear; öre >= 0, or whole units.
};

// Cost and revenue of every activity that has them, in the order of the plan; then the volumes.
std::vector<ExampleSeries> MakeSeries();

}  // namespace prognos::example

#endif  // PROGNOS_DATA_EXAMPLE_MONTHS_H_
