// Amounts of a table that are in thousands or millions of kronor: what is told about them. A unit that is read wrongly
// makes every sum a thousand times too large or small, so the reader says where it found it and what came of it.
#ifndef PROGNOS_FORECAST_INTERCHANGE_SCALED_AMOUNTS_H_
#define PROGNOS_FORECAST_INTERCHANGE_SCALED_AMOUNTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace prognos {

// `value` / `parts_per_whole` (a power of ten) with its decimals and a point: 177250 of 100 -> "1772.50".
std::string WithDecimals(absl::int128 value, int parts_per_whole);

class ScaledAmounts {
 public:
  // An amount of `cell`, in units of `kronor_per_unit` because `line` says so, was read as `ore`. Amounts in kronor
  // (1) are not scaled and leave no trace.
  void Take(int kronor_per_unit, int line, absl::string_view cell, int64_t ore);

  // A note for each unit that was found, in English, the smallest first: `the amounts are in tkr (line 1): "1 772" is
  // read as 1772000.00 kronor, all together as 3573000.00 kronor`. The cell and the line are those of the first amount.
  std::vector<std::string> Notes() const;

 private:
  struct Scaled {
    int line = 0;
    std::string cell;
    int64_t ore = 0;
    absl::int128 sum_ore = 0;
  };

  std::map<int, Scaled> by_unit_;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_SCALED_AMOUNTS_H_
