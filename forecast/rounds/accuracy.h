// How far the rounds of some years were from the bokslut (prognossäkerhet).
//
//   error = what was said of the year's net - what it became     plus: the year ended better than was said
//   per cent of net budget = 100 |error| / net budget            none where the net budget is zero or less
#ifndef PROGNOS_FORECAST_ROUNDS_ACCURACY_H_
#define PROGNOS_FORECAST_ROUNDS_ACCURACY_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace prognos::rounds {

// One forecast of one net year; öre.
struct RoundError {
  int64_t error = 0;
  std::optional<double> percent = std::nullopt;  // Of the net budget.
  // Whether the year ended within that central part; absent: it has no interval.
  std::optional<bool> inside_50 = std::nullopt;
  std::optional<bool> inside_80 = std::nullopt;
  std::optional<bool> inside_95 = std::nullopt;
};

// How often something was so.
struct Hits {
  int count = 0;
  int of = 0;
};

struct Accuracy {
  int years = 0;
  int64_t mean_absolute = 0;           // Rounded to the nearest öre, as the next two.
  int64_t median_absolute = 0;         // Of an even number the mean of the two in the middle.
  int64_t bias = 0;                    // The mean error.
  std::optional<double> mean_percent;  // Over the years that have one.
  Hits inside_50;
  Hits inside_80;
  Hits inside_95;
};

// 100 |error| / net_budget; nullopt where that says nothing.
std::optional<double> PercentOfBudget(int64_t error, std::optional<int64_t> net_budget);

// Nothing (0 years) for no errors.
Accuracy AccuracyOf(const std::vector<RoundError>& errors);

}  // namespace prognos::rounds

#endif  // PROGNOS_FORECAST_ROUNDS_ACCURACY_H_
