// From which day to which something lasts that costs so much a day: a placement, whose end is not known to the day.
//
//   last day = round(expected + sigma * z), z normal, sigma = within_days / 1.2816: within `within_days` in 80 %
//
// An end lies neither before the first day nor in months that are known: what has not ended by then is there still. So
// ends are those of the formula that lie later, in the same proportions.
#ifndef PROGNOS_FORECAST_CASES_STAY_H_
#define PROGNOS_FORECAST_CASES_STAY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "forecast/base/month.h"
#include "forecast/base/random.h"

namespace prognos::cases {

// The largest uncertainty of an end, in days.
inline constexpr int kMostDaysOfUncertainty = 1'000;

struct Stay {
  absl::CivilDay first_day = {};
  std::optional<absl::CivilDay> last_day = std::nullopt;  // Included, as expected; none: it goes on.
  int within_days = 0;                                    // 0-kMostDaysOfUncertainty; 0: it ends on last_day.
  // What it is known by. Stays of one reference, on whatever series, draw the same luck: those with the same last day
  // and uncertainty end on the same day in each sample path.
  std::string reference = {};
  bool cannot_end = false;  // It goes on, whatever others of its kind do. Has no last day.

  // INVALID_ARGUMENT with every fault: field, value and rule.
  absl::Status Validate() const;

  // Whether it may end on more than one day, when no end lies before `earliest`, the first day that is not known.
  bool HasUncertainEnd(absl::CivilDay earliest) const;

  // The days of `month` that it lasts when it ends on last_day.
  int DaysIn(Month month) const;
  // The same when it ends on `last`.
  int DaysIn(Month month, absl::CivilDay last) const;
  // The mean over its ends.
  double ExpectedDaysIn(Month month, absl::CivilDay earliest) const;
  // One of its ends. A stay that goes on ends in a time that no forecast reaches.
  absl::CivilDay DrawLastDay(RandomGenerator& generator, absl::CivilDay earliest) const;

  friend bool operator==(const Stay&, const Stay&) = default;
};

// Of the normal distribution of its end, days.
double SigmaOf(const Stay& stay);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_STAY_H_
