// From a year's total to the numbers of a line.
#ifndef PROGNOS_FORECAST_OUTLOOK_LINE_SUMMARY_H_
#define PROGNOS_FORECAST_OUTLOOK_LINE_SUMMARY_H_

#include <cstdint>
#include <optional>

#include "forecast/outlook/outlook.h"
#include "forecast/outlook/year_total.h"

namespace prognos::outlook {

// The numbers of a whole year. `known` is its known part, `full_year` the expected value of all of it; `predicted` has
// one number a path, none where nothing is predicted; `budget` is absent where there is none.
//
// Quantiles of the year are those of the paths, and the deviation's are those of its own distribution: for a cost, the
// deviation at level p is the budget minus the outcome at level 1 - p. The probability of a deficit is the share of
// paths whose deviation, in whole öre, is negative; where months are predicted it is never 0 or 1, but at least (1/2) /
// (n + 1) and at most (n + 1/2) / (n + 1) for n paths: that none of them ends in a deficit does not rule one out.
struct YearSummary {
  int64_t full_year = 0;
  Quantiles full_year_quantiles{};
  std::optional<int64_t> deviation;
  std::optional<Quantiles> deviation_quantiles;
  std::optional<double> deficit_probability;
};
YearSummary SummarizeYear(Measure measure, std::optional<int64_t> budget, int64_t known, int64_t full_year,
                          const Vector& predicted);

// Whether the predicted months of a line have quantiles, which take most of the time that a line takes.
enum class MonthDetail { kQuantiles, kAmounts };

// Fills every number of `line`, whose measure is set.
void FillLine(const YearTotal& total, int year, int last_known_month, Line& line,
              MonthDetail detail = MonthDetail::kQuantiles);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_LINE_SUMMARY_H_
