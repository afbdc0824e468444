#include "forecast/budget/indexation.h"

#include "absl/numeric/int128.h"

namespace prognos::budget {

int64_t PercentOf(int64_t ore, int64_t thousandths_of_percent) {
  constexpr int64_t kThousandthsOfAll = 100 * 1'000;  // Of a hundred per cent.
  const absl::int128 product = absl::int128(ore) * thousandths_of_percent;
  const absl::int128 half = product < 0 ? -kThousandthsOfAll / 2 : kThousandthsOfAll / 2;
  return static_cast<int64_t>((product + half) / kThousandthsOfAll);  // Division is towards zero.
}

MonthlyAmounts PercentOf(const MonthlyAmounts& months, int64_t thousandths_of_percent, int first_month) {
  MonthlyAmounts parts{};
  int64_t sum = 0;
  int64_t told = 0;
  for (size_t at = static_cast<size_t>(first_month - 1); at < months.size(); ++at) {
    sum += months[at];
    const int64_t up_to_here = PercentOf(sum, thousandths_of_percent);
    parts[at] = up_to_here - told;
    told = up_to_here;
  }
  return parts;
}

}  // namespace prognos::budget
