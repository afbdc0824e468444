// What a judgement of the whole year assumes of the months that remain, beside the pace so far.
//
//   known        -29.7 after eight months: -3.7 a month
//   judged       -54 for the year: (-54 + 29.7) / 4 = -6.1 a month
//   straight     -29.7 * 12 / 8 = -44.6 for the year
//
// Amounts are whole öre; per month they are rounded to the nearest öre, halves away from zero.
#ifndef PROGNOS_FORECAST_ROUNDS_IMPLIED_H_
#define PROGNOS_FORECAST_ROUNDS_IMPLIED_H_

#include <cstdint>
#include <optional>

namespace prognos::rounds {

// One quantity of a line, an amount or a deviation, in öre.
struct YearParts {
  int known_months = 0;  // 0-12.
  int64_t known = 0;     // In those months.
  int64_t model = 0;     // The whole year.
  int64_t judged = 0;    // The whole year.
};

struct ImpliedPace {
  std::optional<int64_t> known_per_month;  // Absent: no month is known.
  int64_t model_per_month = 0;             // Of each remaining month.
  int64_t judged_per_month = 0;
  std::optional<int64_t> straight_line;  // The whole year if the pace so far goes on; absent as above.
};

// Nullopt when no month remains.
std::optional<ImpliedPace> Implied(const YearParts& parts);

}  // namespace prognos::rounds

#endif  // PROGNOS_FORECAST_ROUNDS_IMPLIED_H_
