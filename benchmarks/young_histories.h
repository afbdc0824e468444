// Young and rare series, made of long public ones: what a ledger knows of an activity that is new, has just ended, or
// is paid once a quarter or once a year.
#ifndef PROGNOS_BENCHMARKS_YOUNG_HISTORIES_H_
#define PROGNOS_BENCHMARKS_YOUNG_HISTORIES_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

enum class YoungKind {
  kCut,          // Its last 3-24 months.
  kStart,        // Began 3-8 months ago: zeros before.
  kEnd,          // Its last 3-24 months, the newest 1-6 of them zero, and zeros to come.
  kYearlyOnce,   // A year's sum, paid in one month of each year; seen once.
  kYearlyTwice,  // The same, seen twice.
  kQuarterly,  // Three months' sum, paid in every third month; 4-24 months are known, two payments or more among them.
};

// In the order above.
const std::vector<YoungKind>& AllYoungKinds();
absl::string_view NameOf(YoungKind kind);

struct YoungHistory {
  MonthlySeries known;  // From the first month that is booked on, as the service reads a ledger.
  Vector future;        // The months to come; none missing.
};

// A series of `kind` that is known before `origin`, and the `horizon` (>= 1) months from it on. `chance` chooses what
// is left open: how many months are known, when payments fall due. nullopt: `whole` does not reach far enough around
// `origin`, has a missing month there, or nothing booked is known.
std::optional<YoungHistory> MakeYoung(YoungKind kind, const MonthlySeries& whole, Month origin, int horizon,
                                      uint64_t chance);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_YOUNG_HISTORIES_H_
