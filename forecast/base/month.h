// A calendar month as a value: no day, no time zone, no hidden roll-over.
//
// absl::CivilMonth turns month 13 into January of the next year without a word; `Month` can only be made from a
// year and a month that exist, so a typing error is an error and never another month.
#ifndef PROGNOS_FORECAST_BASE_MONTH_H_
#define PROGNOS_FORECAST_BASE_MONTH_H_

#include <compare>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace prognos {

class Month {
 public:
  // The years a ledger may hold, both ends included.
  static constexpr int kFirstYear = 1900;
  static constexpr int kLastYear = 2199;

  // January 1900; exists so that `Month` can be a struct member.
  constexpr Month() = default;

  // `month` is 1-12, `year` is kFirstYear-kLastYear. INVALID_ARGUMENT names the value otherwise.
  static absl::StatusOr<Month> Of(int year, int month);

  // Reads exactly "YYYY-MM". INVALID_ARGUMENT: `"2022-13" is not a month (YYYY-MM)`.
  static absl::StatusOr<Month> Parse(absl::string_view text);

  // January of `year`. `year` must be valid (a programmer's mistake otherwise).
  static Month January(int year) { return FromIndex(year * 12); }

  // The inverse of index(). The caller guarantees that the result lies within the valid years.
  static constexpr Month FromIndex(int index) {
    Month result;
    result.index_ = index;
    return result;
  }

  constexpr int year() const { return index_ / 12; }
  constexpr int month() const { return index_ % 12 + 1; }  // 1-12

  // Months since January of year 0: consecutive months have consecutive indexes. Stored on disk; do not change.
  constexpr int index() const { return index_; }

  // "YYYY-MM".
  std::string ToString() const;

  friend constexpr auto operator<=>(Month, Month) = default;
  friend constexpr Month operator+(Month month, int months) { return FromIndex(month.index_ + months); }
  friend constexpr Month operator-(Month month, int months) { return FromIndex(month.index_ - months); }
  // Whole months from `b` to `a`: 2022-03 - 2022-01 is 2.
  friend constexpr int operator-(Month a, Month b) { return a.index_ - b.index_; }

 private:
  int index_ = kFirstYear * 12;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_MONTH_H_
