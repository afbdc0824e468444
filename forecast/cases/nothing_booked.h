// What an empty month means (docs/decisions/0011-blank-zero-missing.md).
//
// A ledger is known for the months in which anything is booked. In such a month a series without a value has nothing
// booked, which is zero; before its first value there is no series. Only a single empty month of a series that is
// booked every month is taken for missing: an invoice or a cell that somebody forgot.
#ifndef PROGNOS_FORECAST_CASES_NOTHING_BOOKED_H_
#define PROGNOS_FORECAST_CASES_NOTHING_BOOKED_H_

#include <optional>
#include <vector>

#include "forecast/series/monthly_series.h"

namespace prognos::cases {

// Puts zero on the months of `histories` (of one ledger: all its money, or all its volumes) in which others have a
// value and they have none. Each is filled from January of the year of its first value to the last month in which any
// of them has one; months in which none has a value stay missing. A single empty month stays missing where the months
// next to it are booked, at least three months and seven in eight of those within a year are, the same month is not
// empty in the year before or after, and neither month beside it holds the money of both. None is nullptr.
void FillNothingBooked(const std::vector<MonthlySeries*>& histories);

// The first of the zeros that `history` ends with, when they say that the series has ended: more zeros than it ever
// paused, by half of that and at least by two months; a series with fewer than three months booked may be a yearly one
// and needs a year of zeros. With nothing but zeros, six months of them. nullopt: it goes on.
std::optional<Month> EndedSince(const MonthlySeries& history);

// `history` from its first month that is not zero or missing on; as it is when there is none.
MonthlySeries FromFirstBooked(const MonthlySeries& history);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_NOTHING_BOOKED_H_
