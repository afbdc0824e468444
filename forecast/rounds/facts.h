// What is recorded beside a stored forecast: never over it, and never changed itself.
#ifndef PROGNOS_FORECAST_ROUNDS_FACTS_H_
#define PROGNOS_FORECAST_ROUNDS_FACTS_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "forecast/series/flow.h"

namespace prognos::rounds {

// Numbers are stored on disk; do not change.
enum class FactKind {
  kLocked = 1,      // From now on it never changes; `text` may say why.
  kSuperseded = 2,  // Another of the same round and year was locked: `other_forecast`.
  kOverride = 3,    // `amount`, or none: removed again. `text` is the reason.
  kComment = 4,     // `text`; empty: removed again.
  kWithdrawn = 5,   // Should not have been made, and counts no more: `text` is the reason.
  kRestored = 6,    // Locked again: `other_forecast`, which superseded it, was withdrawn.
};

// A line of a forecast.
struct LineKey {
  std::string activity;  // Identifier; empty: the sum of the organization.
  Measure measure = Measure::kUnspecified;
  std::string series;  // Identifier where the line is one series; empty: a sum.
  friend bool operator==(const LineKey&, const LineKey&) = default;
  friend std::strong_ordering operator<=>(const LineKey&, const LineKey&) = default;
};

struct Fact {
  FactKind kind = FactKind::kComment;
  LineKey line = {};                                 // Of an override or comment.
  std::optional<int64_t> amount = std::nullopt;      // Öre: the whole year as a person judges it.
  std::optional<int64_t> plus_minus = std::nullopt;  // Öre: so far to either side in 80 cases of 100. Absent: as far as
                                                     // the model says.
  std::string text = "";
  std::string other_forecast = "";  // kSuperseded: by which; kRestored: which did. Of a copied judgement: from which.
  int64_t position = 0;             // 1, 2, ... beside the forecast, in the order of recording; set by the store.
  absl::Time record_time = {};      // Never falls with the position; set by the store.
  std::string author = "";          // Empty: not known.
  friend bool operator==(const Fact&, const Fact&) = default;
};

}  // namespace prognos::rounds

#endif  // PROGNOS_FORECAST_ROUNDS_FACTS_H_
