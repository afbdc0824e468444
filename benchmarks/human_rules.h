// What people do without a model at a round: the rules that every full-year table shows beside the models.
#ifndef PROGNOS_BENCHMARKS_HUMAN_RULES_H_
#define PROGNOS_BENCHMARKS_HUMAN_RULES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

struct HumanRule {
  absl::string_view name;
  // The full year's sum from `known`, which ends with the origin's last known month and holds the whole year before.
  double (*full_year)(const MonthlySeries& known);
};

// run-rate:          known sum x 12 / known months
// last-years-share:  known sum x last year's sum / last year's sum over the same months (run rate when that is zero)
// seasonal-naive:    known sum + last year's remaining months, which is also the sum of the rolling twelve months
const std::vector<HumanRule>& HumanRules();

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_HUMAN_RULES_H_
