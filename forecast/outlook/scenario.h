// What a year would come to if something else were so: changes put on the kept sample paths of a forecast.
//
// Of each series the months that remain are known as one number a path, m_j, and their expected values by month, e_t,
// which sum to E. A change of the months S makes of them
//
//   an amount a_t      m_j + sum of a_t                                    e_t + a_t
//   p per cent         m_j (1 + p/100 s), s = sum of e_t in S / E          e_t (1 + p/100)
//
// so that a dearer price is as unsure as what it is a price of. (s is an approximation: the months of the paths are not
// kept. It is exact where S is all that remains, and in expectation always; where months of either sign make s larger
// than 1, the change is added as an amount.) A change that is not certain comes in a
// share of the paths, the same ones for all series that it concerns; the expected values get that share of it. Changes
// come one upon the other in their order. Nothing is drawn anew but that chance: the difference of two scenarios is the
// difference of their paths, path by path (common random numbers; Glasserman 2003, "Monte Carlo Methods in Financial
// Engineering", section 4.2).
#ifndef PROGNOS_FORECAST_OUTLOOK_SCENARIO_H_
#define PROGNOS_FORECAST_OUTLOOK_SCENARIO_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/base/monthly_amounts.h"
#include "forecast/outlook/judged_year.h"

namespace prognos::outlook {

// What remains of a series' year.
struct RemainingYear {
  Remainder remainder;      // Its `expected` is the sum of `months`.
  MonthlyAmounts months{};  // Expected, öre; 0 in known months.
  std::array<bool, 12> predicted{};
};

struct ScenarioChange {
  std::vector<size_t> series;     // Indexes of the years that it is about; at least one.
  std::array<bool, 12> months{};  // Which months it changes, of those that are predicted.
  MonthlyAmounts added{};         // Öre in each month, of the series together; only in `months`. Negative: less.
  double percent = 0.0;           // At least -100.
  double probability = 1.0;       // 0-1.
  std::string name;               // Of a change that is not certain: the same name, the same chance.
};

// An amount is spread over the series in proportion to what is expected of their remaining months, to the öre. Known
// months are left as they are. `path_count`: so many paths get those that had none, where the change is not certain.
void Apply(const ScenarioChange& change, int path_count, std::vector<RemainingYear>& years);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_SCENARIO_H_
