#include "forecast/followup/indicator.h"

#include <cstdlib>

#include "absl/numeric/int128.h"
#include "forecast/base/unit.h"

namespace prognos::followup {
namespace {

constexpr int64_t kThousandthsOfWhole = int64_t{100} * kVolumeUnit.parts_per_whole;  // 100 per cent.

// value * factor / divisor to the nearest, halves away from zero. `divisor` > 0.
int64_t Scaled(int64_t value, int64_t factor, int64_t divisor) {
  const absl::int128 product = absl::int128(value) * factor;
  const absl::int128 half = divisor / 2;
  return static_cast<int64_t>((product < 0 ? product - half : product + half) / divisor);
}

bool AddsUp(IndicatorKind kind) { return kind == IndicatorKind::kCumulative || kind == IndicatorKind::kPerPeriod; }

// The measured ones of a year up to a month.
std::vector<Measured> Within(const std::vector<Measured>& measurements, int year, Month until) {
  std::vector<Measured> within;
  for (const Measured& one : measurements) {
    if (one.month.year() == year && one.month <= until && one.value.has_value()) within.push_back(one);
  }
  return within;
}

// What a year has come to by its newest measurement. `within` holds at least one.
int64_t ToDate(IndicatorKind kind, const std::vector<Measured>& within) {
  if (kind != IndicatorKind::kPerPeriod) return *within.back().value;
  int64_t sum = 0;
  for (const Measured& one : within) sum += *one.value;
  return sum;
}

int64_t YearEnd(const IndicatorRule& rule, const std::vector<Measured>& within) {
  const int64_t to_date = ToDate(rule.kind, within);
  if (rule.kind == IndicatorKind::kCumulative) return Scaled(to_date, 12, within.back().month.month());
  if (rule.kind != IndicatorKind::kPerPeriod) return to_date;
  const int64_t periods = 12 / static_cast<int64_t>(rule.period);
  return Scaled(to_date, periods, static_cast<int64_t>(within.size()));
}

// What the newest measurement of `within` is compared with; nullopt when there is nothing like it.
std::optional<int64_t> Before(const IndicatorRule& rule, const std::vector<Measured>& measurements,
                              const std::vector<Measured>& within) {
  const Month newest = within.back().month;
  if (AddsUp(rule.kind)) {
    const std::vector<Measured> year_before = Within(measurements, newest.year() - 1, newest - 12);
    // A sum of fewer periods says nothing about this one's.
    const bool alike = !year_before.empty() && year_before.back().month == newest - 12 &&
                       (rule.kind == IndicatorKind::kCumulative || year_before.size() == within.size());
    return alike ? std::optional<int64_t>(ToDate(rule.kind, year_before)) : std::nullopt;
  }
  std::optional<int64_t> before;
  for (const Measured& one : measurements) {
    if (one.month < newest && one.value.has_value()) before = one.value;
  }
  return before;
}

}  // namespace

std::optional<int64_t> ShareOf(int64_t numerator, int64_t denominator) {
  if (denominator <= 0) return std::nullopt;
  return Scaled(numerator, kThousandthsOfWhole, denominator);
}

int64_t TargetFromChange(int64_t last_year, int64_t change_thousandths_of_percent) {
  return Scaled(last_year, kThousandthsOfWhole + change_thousandths_of_percent, kThousandthsOfWhole);
}

Status StatusOf(const IndicatorRule& rule, int64_t value, int64_t target) {
  if (rule.direction == Direction::kNearTarget) {
    const int64_t distance = std::abs(value - target);
    if (distance <= rule.tolerance) return Status::kMet;
    return distance <= 2 * rule.tolerance ? Status::kPartly : Status::kNotMet;
  }
  const bool higher = rule.direction == Direction::kHigher;
  if (higher ? value >= target : value <= target) return Status::kMet;
  if (target <= 0) return Status::kNotMet;
  const absl::int128 reached = higher ? value : target;
  const absl::int128 whole = higher ? target : value;
  return reached * 100 >= whole * kPartlyFromPercent ? Status::kPartly : Status::kNotMet;
}

Trend TrendOf(const IndicatorRule& rule, int64_t now, std::optional<int64_t> before, std::optional<int64_t> target) {
  if (!before.has_value()) return Trend::kUnknown;
  if (rule.direction == Direction::kNearTarget && !target.has_value()) return Trend::kUnknown;
  int64_t gain = now - *before;
  if (rule.direction == Direction::kLower) gain = -gain;
  if (rule.direction == Direction::kNearTarget) gain = std::abs(*before - *target) - std::abs(now - *target);
  if (gain == 0) return Trend::kUnchanged;
  return gain > 0 ? Trend::kBetter : Trend::kWorse;
}

Standing StandingOf(const IndicatorRule& rule, const std::vector<Measured>& measurements, int year, Month until,
                    std::optional<int64_t> target) {
  Standing standing;
  const std::vector<Measured> within = Within(measurements, year, until);
  if (within.empty()) {
    standing.status = target.has_value() ? Status::kNotMeasured : Status::kNoTarget;
    return standing;
  }
  standing.newest = within.back();
  standing.to_date = ToDate(rule.kind, within);
  standing.year_end = YearEnd(rule, within);
  standing.status = target.has_value() ? StatusOf(rule, *standing.year_end, *target) : Status::kNoTarget;
  standing.trend = TrendOf(rule, *standing.to_date, Before(rule, measurements, within), target);
  return standing;
}

}  // namespace prognos::followup
