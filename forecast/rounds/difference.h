// Why one forecast says another year-end than another one: what came in, what was corrected, decided, judged and
// computed anew, to the öre.
//
// Of each series, month by month, both forecasts say an amount that is known or predicted, and a budget:
//
//   known in the newer, predicted in the older      new outcome: actual against what was expected (and the other way
//                                                    round, so that turning the two about turns every sign)
//   known in both                                   history: what was booked then is another amount now
//   predicted in both                               events: what events of the year make of the month is another amount
//                                                   model: the rest of what is expected otherwise
//   the year's budgets                              budget
//   judged year minus the model's                   judgement
//
//   change of the deviation = new outcome + history + budget + events + judgement + model
//
// Everything is what it does to the deviation: plus is better. A series without budget counts with zero.
#ifndef PROGNOS_FORECAST_ROUNDS_DIFFERENCE_H_
#define PROGNOS_FORECAST_ROUNDS_DIFFERENCE_H_

#include <array>
#include <cstdint>

#include "forecast/base/monthly_amounts.h"
#include "forecast/series/flow.h"

namespace prognos::rounds {

// The year of one series as a forecast has it, in öre. Zeros: a series that the forecast does not have, with the months
// known that the forecast knows.
struct SeriesOfForecast {
  MonthlyAmounts amounts{};  // Actual or expected.
  std::array<bool, 12> is_known{};
  MonthlyAmounts events{};         // What events make of the predicted months; part of `amounts`.
  int64_t budget = 0;              // Of the year; 0: none.
  int64_t judged_above_model = 0;  // The judged year minus the model's.
};

struct DifferenceParts {
  int64_t new_outcome = 0;
  int64_t history = 0;
  int64_t budget = 0;
  int64_t events = 0;
  int64_t judgement = 0;
  int64_t model = 0;

  int64_t Total() const { return new_outcome + history + budget + events + judgement + model; }
  void Add(const DifferenceParts& other);
  friend bool operator==(const DifferenceParts&, const DifferenceParts&) = default;
};

// `measure` is cost or revenue.
DifferenceParts DifferenceOf(Measure measure, const SeriesOfForecast& older, const SeriesOfForecast& newer);

// The deviation of the judged year, a missing budget as zero.
int64_t DeviationOf(Measure measure, const SeriesOfForecast& series);

}  // namespace prognos::rounds

#endif  // PROGNOS_FORECAST_ROUNDS_DIFFERENCE_H_
