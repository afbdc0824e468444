#include "forecast/followup/period_sums.h"

namespace prognos::followup {
namespace {

constexpr int kMonthsOfYear = 12;

std::optional<int64_t> SumBetween(const std::map<Month, int64_t>& values, Month first_known, Month first, Month last) {
  if (first < first_known) return std::nullopt;
  int64_t sum = 0;
  for (auto at = values.lower_bound(first); at != values.end() && at->first <= last; ++at) sum += at->second;
  return sum;
}

void Add(std::optional<int64_t>& sum, const std::optional<int64_t>& other, int64_t sign) {
  sum = sum.has_value() && other.has_value() ? std::optional<int64_t>(*sum + sign * *other) : std::nullopt;
}

void AddAll(PeriodSums& sums, const PeriodSums& other, int64_t sign) {
  Add(sums.year_to_date, other.year_to_date, sign);
  Add(sums.last_year_to_date, other.last_year_to_date, sign);
  Add(sums.twelve_months, other.twelve_months, sign);
  Add(sums.twelve_months_before, other.twelve_months_before, sign);
}

}  // namespace

PeriodSums& PeriodSums::operator+=(const PeriodSums& other) {
  AddAll(*this, other, 1);
  return *this;
}

PeriodSums& PeriodSums::operator-=(const PeriodSums& other) {
  AddAll(*this, other, -1);
  return *this;
}

PeriodSums NothingBooked(Month first, Month until) { return PeriodSumsOf({}, first, until); }

PeriodSums PeriodSumsOf(const std::map<Month, int64_t>& values, Month first, Month until) {
  const Month january = Month::January(until.year());
  return {SumBetween(values, first, january, until),
          SumBetween(values, first, january - kMonthsOfYear, until - kMonthsOfYear),
          SumBetween(values, first, until - (kMonthsOfYear - 1), until),
          SumBetween(values, first, until - (2 * kMonthsOfYear - 1), until - kMonthsOfYear)};
}

}  // namespace prognos::followup
