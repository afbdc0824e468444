#include "forecast/series/booking_faults.h"

#include <vector>

#include "gtest/gtest.h"

namespace prognos {
namespace {

const Month kBookingFaultsStart = Month::January(2020);

// Two years of 100 a month, then `last`.
MonthlySeries Level(const Vector& last) {
  MonthlySeries series{kBookingFaultsStart, Vector::Constant(24 + last.size(), 100.0)};
  series.values.tail(last.size()) = last;
  return series;
}

DoubtedMonth LastOf(const MonthlySeries& series) {
  const DoubtedMonths doubted = DoubtLastMonth(series);
  EXPECT_TRUE(doubted.last.has_value());
  return doubted.last.value_or(DoubtedMonth{});
}

// 100 is expected, the months never err, so that s is the least there is, 0.02. Student's density with 4 degrees of
// freedom is 0.375 / s at its middle and 0.375 / s (1 + z^2 / 4)^-2.5 elsewhere; Laplace's 0.5 / 0.3 exp(-|e| / 0.3).
//
// Half: e_1 = ln 0.5 = -0.693. As usual, by the expected value, by five levels at 0.1, by a new season at 0.2, by late
// invoices (none) at 0.4 and by the month before at 0.15 x 2 / (0.15 x 2 + 18.75) = 0.01575, 2.11575 in all: z
// = 34.657, 2.11575 x 18.75 x 301.285^-2.5 = 2.518e-5. New level: 0.2 x 2 x exp(-0.693 / 0.25) = 0.4 / 16 = 0.025. F =
// 0.0250252. Half booked, where Student's density with 8 degrees of freedom is 0.3867 / s at its middle: width
// sqrt(0.02^2 + 0.05^2) = 0.0538516, G = 0.14 x 0.3867 / 0.0538516 = 1.005319. Share: F^2 / (F^2 + G^2) = 6.1926e-4.
// What it should hold is twice 50, which is what was expected.
TEST(BookingFaultsTest, HalfAMonthIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{50.0}}));
  EXPECT_EQ(last.month, kBookingFaultsStart + 24);
  EXPECT_EQ(last.fault, BookingFault::kHalfBooked);
  EXPECT_EQ(last.actual, 50.0);
  EXPECT_NEAR(last.expected, 100.0, 1e-9);
  EXPECT_NEAR(last.share_followed, 6.1926e-4, 1e-8);
  EXPECT_TRUE(last.may_be_fault);
  EXPECT_NEAR(last.corrected, 100.0, 1e-4);
  EXPECT_NEAR(last.adjusted(), 100.0 - 6.1926e-4 * 50.0, 1e-4);
}

// e_1 = 0.693 as above: F = 0.0250252; twice: G = 0.16 x 0.3867 / 0.02 = 3.0936. Share: 6.5433e-5. (A half of what is
// out by four times weighs 1e-6, and moves what the month should hold in the fifth digit.)
TEST(BookingFaultsTest, AMonthBookedTwiceIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{200.0}}));
  EXPECT_EQ(last.fault, BookingFault::kBookedTwice);
  EXPECT_NEAR(last.share_followed, 6.5433e-5, 1e-9);
  EXPECT_NEAR(last.corrected, 100.0, 1e-4);
}

// Never zero in 24 months: (0 + 2 x 0.02 / 25) / (2 + 2) = 0.0004 against 0.1. Share: 0.004^2 / (1 + 0.004^2) = 1.6e-5.
TEST(BookingFaultsTest, AnEmptyMonthIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{0.0}}));
  EXPECT_EQ(last.fault, BookingFault::kNothingBooked);
  EXPECT_NEAR(last.share_followed, 1.6e-5, 1e-8);
}

// -100 lies where the wrong sign puts it, ln(100 / 100) = 0. Any negative value: 0.0004 x 0.5 / 0.25 = 0.0008; wrong
// sign: 0.1 x (18.75 + 2) = 2.075. Share: 0.00038554^2 = 1.4864e-7. The amount is as told, but for its sign.
TEST(BookingFaultsTest, AWrongSignIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{-100.0}}));
  EXPECT_EQ(last.fault, BookingFault::kWrongSign);
  EXPECT_NEAR(last.share_followed, 1.4864e-7, 1e-10);
  EXPECT_NEAR(last.corrected, 100.0, 1e-9);
}

// The month before is empty, this one holds 200 = 100 + 100: F = 0.025025 against 0.5 x 18.75 = 9.375, and
// of any other kind (half) nothing. Share: 0.0026693^2 = 7.1253e-6. Both months get half of the 200.
TEST(BookingFaultsTest, AnEmptyMonthBeforeADoubleIsALateBooking) {
  const DoubtedMonths doubted = DoubtLastMonth(Level(Vector{{0.0, 200.0}}));
  ASSERT_TRUE(doubted.last.has_value());
  EXPECT_EQ(doubted.last->fault, BookingFault::kBookedLate);
  EXPECT_NEAR(doubted.last->share_followed, 7.1253e-6, 1e-9);
  EXPECT_NEAR(doubted.last->adjusted(), 100.0007, 1e-4);
  ASSERT_TRUE(doubted.before.has_value());
  EXPECT_EQ(doubted.before->month, kBookingFaultsStart + 24);
  EXPECT_NEAR(doubted.before->adjusted(), 100.0 * (1.0 - 1.6e-5), 1e-5);
}

// 30 per cent more bears no signature: twice as much is 21 usual errors away.
TEST(BookingFaultsTest, ANewLevelAndAMonthAsUsualAreFollowed) {
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{130.0}})).last.has_value());
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{70.0, 70.0}})).last.has_value());
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{101.0}})).last.has_value());
}

// A fault is one month's: what lies as far out two months running is a new level, twice as high or not.
TEST(BookingFaultsTest, WhatStaysIsNoFault) {
  for (const double level : {50.0, 200.0}) {
    EXPECT_TRUE(DoubtLastMonth(Level(Vector{{level}})).last.has_value()) << level;
    EXPECT_FALSE(DoubtLastMonth(Level(Vector{{level, level}})).last.has_value()) << level;
    EXPECT_FALSE(DoubtLastMonth(Level(Vector{{level, level, level, level}})).last.has_value()) << level;
  }
}

// Four years of 100 give or take a tenth, twice as much or half in turn in the months of `jumps`, then `last`.
MonthlySeries Restless(const std::vector<int>& jumps, double last) {
  const std::vector<double> rule = {90.0, 110.0, 95.0, 105.0, 100.0, 93.0, 107.0};
  MonthlySeries series{kBookingFaultsStart, Vector(49)};
  for (size_t row = 0; row < 48; ++row) series.values[static_cast<int>(row)] = rule[row % rule.size()];
  for (size_t at = 0; at < jumps.size(); ++at) series.values[jumps[at]] *= at % 2 == 0 ? 2.0 : 0.5;
  series.values[48] = last;
  return series;
}

double ShareOf(const MonthlySeries& series) {
  const DoubtedMonths doubted = DoubtLastMonth(series);
  return doubted.last.has_value() ? doubted.last->share_followed : 1.0;
}

// What doubled and halved by itself before is not accused when it does so again.
TEST(BookingFaultsTest, AJumpLikeThoseOfTheSeriesOwnHistoryIsNoSignOfAFault) {
  const double never = ShareOf(Restless({}, 200.0));
  const double twice = ShareOf(Restless({9, 22}, 200.0));
  const double often = ShareOf(Restless({5, 9, 14, 18, 22, 27, 31, 36, 41}, 200.0));
  EXPECT_LT(never, 0.1);
  EXPECT_GT(twice, 0.2);
  EXPECT_GT(often, 0.9);
}

// Placements of adults, thousands: four years between 456 and 1012, then more of them from May 2022 on. August holds
// 1775, and the autumn about 1200 a month: neither a double (954 are expected) nor a level to be followed whole.
TEST(BookingFaultsTest, AHighMonthOfFewDearPlacementsIsNotCalledAFault) {
  const Vector placements{{484, 536, 567, 577, 473,  711, 456, 544, 650, 651, 575,  675,  516, 641,
                           519, 770, 653, 659, 741,  546, 753, 634, 598, 821, 619,  623,  559, 727,
                           537, 571, 482, 566, 907,  818, 765, 826, 720, 620, 863,  1011, 674, 925,
                           808, 835, 961, 737, 1012, 885, 727, 852, 920, 933, 1099, 1247, 955, 1775}};
  const DoubtedMonth last = LastOf({Month::January(2018), placements});
  EXPECT_FALSE(last.may_be_fault);
  EXPECT_GT(last.adjusted(), 1000.0);
  EXPECT_LT(last.adjusted(), 1400.0);
}

// The revenue beside them goes from 32 to 259 and back: 255 where 95 was usual is one of its months.
TEST(BookingFaultsTest, ASeriesThatErrsMuchIsFollowed) {
  const Vector revenue{{70,  106, 93,  107, 170, 139, 73,  61, 135, 32,  47,  67,  77,  174, 95,  81,  218, 114, 87,
                        54,  83,  83,  89,  94,  152, 85,  96, 199, 195, 102, 42,  62,  102, 141, 58,  65,  118, 104,
                        151, 94,  161, 104, 259, 106, 135, 94, 82,  91,  233, 216, 120, 141, 193, 158, 169, 255}};
  EXPECT_GT(ShareOf({Month::January(2018), revenue}), 0.8);
}

// Invoices of one month come in the next: 40 and 170, together about what both should hold. That is likelier to be real
// than 170 after a month as usual.
TEST(BookingFaultsTest, WhatTheMonthBeforeFellShortOfIsNotDoubted) {
  MonthlySeries series = Restless({}, 170.0);
  const double alone = ShareOf(series);
  series.values[47] = 40.0;
  EXPECT_LT(alone, 0.2);
  EXPECT_GT(ShareOf(series), 0.8);
}

// A settlement of -1 in the third year puts the series on a scale where -150 is two usual errors from what its season
// lets expect. But no month was ever so far below zero.
TEST(BookingFaultsTest, AnAmountFarBelowZeroIsNoChanceOfASeriesThatWasNeverThere) {
  MonthlySeries series{kBookingFaultsStart, Vector(49)};
  for (int month = 0; month < 49; ++month) series.values[month] = month % 2 == 0 ? 150.0 : 40.0 + month % 7 * 20.0;
  series.values[31] = -1.0;
  series.values[48] = -150.0;
  const DoubtedMonth last = LastOf(series);
  EXPECT_EQ(last.fault, BookingFault::kWrongSign);
  EXPECT_LT(last.share_followed, 0.01);
  EXPECT_NEAR(last.adjusted(), 150.0, 20.0);
  // Where credits as large are booked every third month, one more is followed some way.
  for (int month = 1; month < 48; month += 3) series.values[month] = -150.0;
  EXPECT_GT(ShareOf(series), 0.1);
}

// Half of what is usual, in a month that was as low last year, too: the season may be new. One year is little, for the
// three before were as other months, so that the month is followed some way.
TEST(BookingFaultsTest, AMonthAsLastYearsMayBeANewSeason) {
  MonthlySeries series = Restless({}, 55.0);
  const double alone = ShareOf(series);
  series.values[36] = 55.0;
  EXPECT_LT(alone, 0.1);
  EXPECT_GT(ShareOf(series), 3.0 * alone);
}

TEST(BookingFaultsTest, TwoEmptyMonthsAreNoSlip) {
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{0.0, 0.0}})).last.has_value());
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{0.0, 0.0, 0.0}})).last.has_value());
}

// A payment each quarter: the empty months between are the pattern.
TEST(BookingFaultsTest, EmptyMonthsThatRecurAreNoFault) {
  MonthlySeries quarterly{kBookingFaultsStart, Vector::Zero(26)};
  for (int row = 0; row < 26; row += 3) quarterly.values[row] = 300.0;
  EXPECT_FALSE(DoubtLastMonth(quarterly).last.has_value());
}

// Two years, the second at twice the level since September: four months as high are no four faults, though the season
// of a year is little known.
TEST(BookingFaultsTest, MonthsThatStayWhereTheNewLevelBeganAreNoFaultsOfAYoungSeries) {
  MonthlySeries series{kBookingFaultsStart, Vector::Constant(16, 10.0)};
  series.values.tail(4).setConstant(20.0);
  EXPECT_FALSE(DoubtLastMonth(series).last.has_value());
}

// Half of a high month is as much as the low one before it: years tell that the season is no chance.
TEST(BookingFaultsTest, HalfOfAHighMonthAfterALowOneIsStillAHalf) {
  MonthlySeries series{kBookingFaultsStart, Vector(44)};
  for (int month = 0; month < 44; ++month) series.values[month] = month % 12 < 7 ? 100.0 : 200.0;
  series.values[43] = 100.0;
  const DoubtedMonth last = LastOf(series);
  EXPECT_EQ(last.fault, BookingFault::kHalfBooked);
  EXPECT_LT(last.share_followed, 0.05);
}

TEST(BookingFaultsTest, AmountsBelowZeroAreLookedAtUpsideDown) {
  const MonthlySeries half = Level(Vector{{50.0}});
  const DoubtedMonth last = LastOf({half.first, -half.values});
  EXPECT_EQ(last.fault, BookingFault::kHalfBooked);
  EXPECT_EQ(last.actual, -50.0);
  EXPECT_NEAR(last.expected, -100.0, 1e-9);
  EXPECT_NEAR(last.share_followed, 6.1926e-4, 1e-8);
}

TEST(BookingFaultsTest, TheUnitDoesNotMatter) {
  for (const double unit : {1e-3, 1e6}) {
    const MonthlySeries half = Level(Vector{{50.0}});
    EXPECT_NEAR(LastOf({half.first, unit * half.values}).share_followed, 6.1926e-4, 1e-8) << unit;
  }
}

TEST(BookingFaultsTest, AFewMonthsTellNothing) {
  for (int months = 0; months <= kLeastMonthsForFaults; ++months) {
    MonthlySeries series{kBookingFaultsStart, Vector::Constant(months, 100.0)};
    if (months > 0) series.values[months - 1] = 50.0;
    EXPECT_FALSE(DoubtLastMonth(series).last.has_value()) << months;
  }
}

TEST(BookingFaultsTest, TheLastMonthIsTheLastKnownOne) {
  const DoubtedMonth last = LastOf(Level(Vector{{50.0, kMissing, kMissing}}));
  EXPECT_EQ(last.month, kBookingFaultsStart + 24);
}

}  // namespace
}  // namespace prognos
