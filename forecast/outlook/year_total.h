// A year's money on the way up the tree: exact amounts and sample paths of one series, or of many added together.
//
// Amounts are whole öre (thousandths of a unit for a volume), and so are the paths, as doubles not yet rounded.
#ifndef PROGNOS_FORECAST_OUTLOOK_YEAR_TOTAL_H_
#define PROGNOS_FORECAST_OUTLOOK_YEAR_TOTAL_H_

#include <array>
#include <cstdint>

#include "forecast/base/monthly_amounts.h"
#include "forecast/outlook/explanation.h"
#include "forecast/series/monthly_series.h"

namespace prognos::outlook {

struct YearTotal {
  // The part of each month that is known, and the expected value of the part that is predicted.
  MonthlyAmounts known{};
  MonthlyAmounts predicted{};
  // Whether anything in the month is predicted.
  std::array<bool, kMonthsPerYear> has_predicted{};
  // Whether anything in the month is not taken as it stands: `known` is what is booked, and the rest of what the month
  // is expected to become is predicted.
  std::array<bool, kMonthsPerYear> is_unfinished{};
  // 12 x paths: the predicted part of each month; 0 where everything is known. No columns: nothing is predicted.
  Matrix paths;

  // Where any series has a budget for the year, every one of money has: one without counts as zero.
  bool has_budget = false;
  MonthlyAmounts budget{};
  // Of the deviation from it: surpluses, which add up whatever their flow.
  Explanation explanation;

  // The year before. A series with no month in it adds nothing; one with some months makes the sum unknown.
  bool has_last_year = false;
  bool last_year_is_partial = false;
  int64_t last_year = 0;

  // Adds `sign` (1 or -1) times `other`.
  void Add(const YearTotal& other, int sign);

  int64_t KnownAmount() const;
  int64_t FullYear() const;
  int64_t Budget() const;
};

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_YEAR_TOTAL_H_
