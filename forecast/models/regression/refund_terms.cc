#include "forecast/models/regression/refund_terms.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"

namespace prognos::models {
namespace {

// The last one that has begun in `month`; null: none has.
template <typename Dated>
const Dated* InForceOf(const std::vector<Dated>& dated, Month month) {
  const Dated* found = nullptr;
  for (const Dated& one : dated) {
    if (one.first <= month) found = &one;
  }
  return found;
}

template <typename Dated>
absl::Status CheckRising(absl::string_view name, const std::vector<Dated>& dated) {
  for (size_t at = 1; at < dated.size(); ++at) {
    if (dated[at - 1].first < dated[at].first) continue;
    return absl::InvalidArgumentError(absl::StrCat(name, "[", at, "].first: ", dated[at].first.ToString(),
                                                   " is not after that before it, ", dated[at - 1].first.ToString()));
  }
  return absl::OkStatus();
}

double RateOf(Month month, const RefundTerms& terms) {
  if (terms.rates.empty()) return 1.0;
  const RefundRate* rate = InForceOf(terms.rates, month);
  return rate == nullptr ? terms.rates.front().amount : rate->amount;
}

}  // namespace

absl::Status RefundTerms::Validate() const {
  for (size_t at = 0; at < rates.size(); ++at) {
    if (rates[at].amount >= 0.0 && std::isfinite(rates[at].amount)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("rates[", at, "].amount: ", rates[at].amount, " is not a finite number from 0 on"));
  }
  for (size_t at = 0; at < bookings.size(); ++at) {
    if (bookings[at].months >= 1 && bookings[at].months <= kMonthsPerYear &&
        kMonthsPerYear % bookings[at].months == 0) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("bookings[", at, "].months: ", bookings[at].months, " is not 1, 2, 3, 4, 6 or 12"));
  }
  PROGNOS_RETURN_IF_ERROR(CheckRising("rates", rates));
  return CheckRising("bookings", bookings);
}

MonthlySeries Earned(const MonthlySeries& driver, const RefundTerms& terms) {
  MonthlySeries earned = driver;
  for (int at = 0; at < driver.size(); ++at) earned.values[at] *= RateOf(driver.first + at, terms);
  return earned;
}

Month ClaimMonthOf(Month earned, const RefundTerms& terms) {
  const RefundBooking* booking = InForceOf(terms.bookings, earned);
  if (booking == nullptr) return earned;
  const int passed = (earned.month() - 1) % booking->months;
  return earned + (booking->months - 1 - passed);
}

MonthlySeries Claimed(const MonthlySeries& earned, const RefundTerms& terms) {
  MonthlySeries claimed{earned.first, Vector::Zero(earned.size())};
  for (Month month = earned.first; month < earned.end(); month = month + 1) {
    const Month at = ClaimMonthOf(month, terms);
    if (at < claimed.end()) claimed.values[at - claimed.first] += earned.At(month);
  }
  return claimed;
}

}  // namespace prognos::models
