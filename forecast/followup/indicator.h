// An indicator with a target: what its measurements come to at the end of the year, and how that stands to the target.
//
// Values are thousandths of the indicator's unit (per cent, persons, days), as volumes are. A period is named by its
// last month. "Not measured" is not zero: such a period has no value, is left out of every mean and sum, and a 0 is a
// measured zero.
//
// What the year is expected to end at, by kind:
//
//   share, stock, duration   the newest measurement of the year
//   cumulative               newest * 12 / (months of the year up to it), the pace so far
//   per period               sum of the year * periods of the year / measured periods
//
// Trend is better or worse, never merely up or down: in print one arrow means either (docs/decisions/0014).
#ifndef PROGNOS_FORECAST_FOLLOWUP_INDICATOR_H_
#define PROGNOS_FORECAST_FOLLOWUP_INDICATOR_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "forecast/base/month.h"

namespace prognos::followup {

// Numbers equal those of prognos.v1.IndicatorKind.
enum class IndicatorKind {
  kShare = 1,       // Per cent of something: the state of each period.
  kCumulative = 2,  // Each measurement holds all since January: 10, 19, 25.
  kPerPeriod = 3,   // Each holds its own period: 5, 12, 8; the year is their sum.
  kStock = 4,       // How many there are at the end of the period: 72, 70, 65.
  kDuration = 5,    // How long something takes.
};

// Numbers equal those of prognos.v1.IndicatorPeriod, and are the months of a period.
enum class IndicatorPeriod { kMonth = 1, kTertial = 4, kYear = 12 };

// Numbers equal those of prognos.v1.Direction.
enum class Direction {
  kHigher = 1,      // At least the target.
  kLower = 2,       // At most the target.
  kNearTarget = 3,  // Neither above nor below, within a tolerance: a budget in balance.
};

struct IndicatorRule {
  IndicatorKind kind = IndicatorKind::kShare;
  IndicatorPeriod period = IndicatorPeriod::kTertial;
  Direction direction = Direction::kHigher;
  int64_t tolerance = 0;  // kNearTarget: in thousandths, 0 or more.
};

struct Measured {
  Month month;                   // The last of its period.
  std::optional<int64_t> value;  // Absent: not measured.
};

// Numbers equal those of prognos.v1.IndicatorStatus.
enum class Status {
  kNoTarget = 1,     // The year has none.
  kNotMeasured = 2,  // Nothing of the year is measured.
  kMet = 3,
  kPartly = 4,
  kNotMet = 5,
};

// Numbers equal those of prognos.v1.Trend.
enum class Trend { kUnknown = 1, kBetter = 2, kWorse = 3, kUnchanged = 4 };

struct Standing {
  std::optional<Measured> newest;   // Of the year; absent: nothing is measured.
  std::optional<int64_t> to_date;   // kPerPeriod: the sum of the year so far; otherwise the newest value.
  std::optional<int64_t> year_end;  // What the year is expected to end at.
  Status status = Status::kNotMeasured;
  Trend trend = Trend::kUnknown;
};

// A target is partly met from nine tenths of it.
inline constexpr int kPartlyFromPercent = 90;

// 100 * numerator / denominator in thousandths of a per cent, rounded to the nearest: 39 of 42 is 92 857. nullopt when
// the denominator is not above zero: nothing was there to be measured.
std::optional<int64_t> ShareOf(int64_t numerator, int64_t denominator);

// The target of a year that changes by so many thousandths of a per cent from the outcome of the year before, rounded
// to the nearest: 17,5 less 10 per cent is 15,75.
int64_t TargetFromChange(int64_t last_year, int64_t change_thousandths_of_percent);

// How `value` stands to `target`.
//   higher   met from the target on, partly from nine tenths of it
//   lower    met up to the target, partly while the target is at least nine tenths of the value
//   near     met within the tolerance, partly within twice of it
// With a target that is not above zero there is no part of it: higher and lower are then met or not.
Status StatusOf(const IndicatorRule& rule, int64_t value, int64_t target);

// Whether `now` is better than `before`; with kNearTarget that needs the target.
Trend TrendOf(const IndicatorRule& rule, int64_t now, std::optional<int64_t> before, std::optional<int64_t> target);

// `measurements` of any years in rising order of months, one a month at most; those after `until` are not looked at.
// The trend compares the newest of the year with the measurement before it; where values add up over the year, what
// the year has come to with what the year before had come to by the same month.
Standing StandingOf(const IndicatorRule& rule, const std::vector<Measured>& measurements, int year, Month until,
                    std::optional<int64_t> target);

}  // namespace prognos::followup

#endif  // PROGNOS_FORECAST_FOLLOWUP_INDICATOR_H_
