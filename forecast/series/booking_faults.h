// Whether the newest month of a series bears the signature of a booking fault, and how far to follow it.
//
//   const DoubtedMonths doubted = DoubtLastMonth(series);
//   if (doubted.last.has_value()) use(doubted.last->adjusted());
//
// A new level may lie anywhere; a fault lies where bookings go wrong. With m the value that the months before let
// expect and s the usual error of such an expectation, x the value of the last month, and e_r the distance of x from
// r m, these are held against each other, each with a prior weight:
//
//   as usual      e_1 by Student's t with 4 degrees of freedom, in units of s
//   a new level   e_1 by Laplace's distribution, much wider than s
//   a fault       e_r by Student's t (twice and half: with 8 degrees of freedom), in units of s (and of what a part of
//   a
//                 month may differ from a half)
//                 r = -1 wrong sign, 2 booked twice, 1/2 half booked; nothing booked: no value but zero
//
// What a series does by itself is no fault. A zero or a negative value in a series that had such values before is as
// usual as they were frequent; twice, half and late count for less the more often the series jumped about as far. A
// zero month followed by one that holds both is a late booking: then both months are doubted, together.
//
// Distances are taken on the logarithm of the values, on the values themselves where one is not positive, without the
// season (month_scale.h). m and s come of exponential smoothing with several weights, none moved far by one month, each
// believed by how little it has erred; a calendar month that erred more than others, or to one side, has its own s and
// m, and s grows when the newest months erred more than usual. x where any one of these levels would have it is as
// usual, too; so is x with what the month before fell short of (late invoices), x that differs from other months as the
// same month of last year did (a new season), in a series of under two years x as close to the month before as few
// months are, and x as the month before, as far as that one began a new level.
//
// With F the weight of no fault and G that of all faults, the share followed is F^2 / (F^2 + G^2): a fault must be
// likelier than not before much is left out. In the place of x a model is to see c + share (x - c), with c what the
// month should hold were it the fault: -x of a wrong sign, x / 2 of twice, m of nothing. Paths are drawn of both
// worlds, a fault with probability G / (F + G). A reader is told of a fault when it is likely by how often ledgers hold
// one, which is less often than it costs least to expect them. Where the constants come from: docs/models.md.
#ifndef PROGNOS_FORECAST_SERIES_BOOKING_FAULTS_H_
#define PROGNOS_FORECAST_SERIES_BOOKING_FAULTS_H_

#include <optional>

#include "forecast/series/monthly_series.h"

namespace prognos {

enum class BookingFault {
  kWrongSign,
  kBookedTwice,
  kHalfBooked,
  kNothingBooked,
  kBookedLate,  // Nothing in the month before, and both in this one.
};

struct DoubtedMonth {
  Month month;
  BookingFault fault = BookingFault::kHalfBooked;  // The likeliest.
  double actual = 0.0;                             // What the month holds, in the units of the series.
  double expected = 0.0;                           // What the months before let expect.
  double corrected = 0.0;                          // What it should hold, were it a fault.
  double share_followed = 1.0;                     // 0-1.
  double fault_probability = 0.0;
  bool may_be_fault = false;  // Likely enough that a reader is to be told of it.

  double Followed(double share) const { return corrected + share * (actual - corrected); }
  double adjusted() const { return Followed(share_followed); }
};

struct DoubtedMonths {
  std::optional<DoubtedMonth> last;
  std::optional<DoubtedMonth> before;  // Of kBookedLate only: the month that was empty.
};

// The fewest known months before the last one.
inline constexpr int kLeastMonthsForFaults = 8;
// A month that is followed further than this is not doubted.
inline constexpr double kMostShareOfDoubted = 0.97;

// Of the last month that is not missing. None: it is followed as it is.
DoubtedMonths DoubtLastMonth(const MonthlySeries& series);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_BOOKING_FAULTS_H_
