// Amounts of a table that are in thousands or millions of kronor: what is told about them. A unit that is read wrongly
// makes every sum a thousand times too large or small, so the reader says where it found it and what came of it.
#ifndef PROGNOS_FORECAST_INTERCHANGE_SCALED_AMOUNTS_H_
#define PROGNOS_FORECAST_INTERCHANGE_SCALED_AMOUNTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "forecast/messages/message.h"

namespace prognos {

// Öre for a message: an amount, or beyond 64 bits its kronor in plain digits.
Argument AmountOf(absl::int128 ore);

class ScaledAmounts {
 public:
  // An amount of `cell`, in units of `kronor_per_unit` because `line` says so, was read as `ore`. Amounts in kronor
  // (1) are not scaled and leave no trace.
  void Take(int kronor_per_unit, int line, absl::string_view cell, int64_t ore);

  // A note for each unit that was found, the smallest first: `the amounts are in tkr (line 1): "1 772" is read as
  // SEK 1,772,000.00, all together as SEK 3,573,000.00`. The cell and the line are those of the first amount.
  std::vector<Message> Notes() const;

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
