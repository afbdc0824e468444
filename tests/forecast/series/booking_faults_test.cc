#include "forecast/series/booking_faults.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

const Month kStart = Month::January(2020);

// Two years of 100 a month, then `last`.
MonthlySeries Level(const Vector& last) {
  MonthlySeries series{kStart, Vector::Constant(24 + last.size(), 100.0)};
  series.values.tail(last.size()) = last;
  return series;
}

DoubtedMonth LastOf(const MonthlySeries& series) {
  const DoubtedMonths doubted = DoubtLastMonth(series);
  EXPECT_TRUE(doubted.last.has_value());
  return doubted.last.value_or(DoubtedMonth{});
}

// 100 is expected, the months never err, so that s is the least there is, 0.02. Student's density with 4 degrees of
// freedom is 0.375 / s at its middle and 0.375 / s (1 + z^2 / 4)^-2.5 elsewhere; Laplace's 0.5 / 0.3 exp(-|e| / 0.3);
// the normal one 0.398942 / s at its middle.
//
// Half: e_1 = ln 0.5 = -0.693. As usual, by the expected value, the month before and five levels at 0.1, 2.5 in all:
// z = 34.657, 2.5 x 18.75 x 301.285^-2.5 = 2.97e-5. New level: 0.02 x 1.66667 x 0.0992126 = 0.00330709. F = 0.00333684.
// Half booked: deviation sqrt(0.02^2 + 0.05^2) = 0.0538516, G = 0.12 x 7.40817 = 0.888981. Share: F^2 / (F^2 + G^2) =
// 1.40891e-5. What it should hold is twice 50, which is what was expected.
TEST(BookingFaultsTest, HalfAMonthIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{50.0}}));
  EXPECT_EQ(last.month, kStart + 24);
  EXPECT_EQ(last.fault, BookingFault::kHalfBooked);
  EXPECT_EQ(last.actual, 50.0);
  EXPECT_NEAR(last.expected, 100.0, 1e-9);
  EXPECT_NEAR(last.share_followed, 1.409e-5, 1e-8);
  EXPECT_NEAR(last.corrected, 100.0, 1e-9);
  EXPECT_NEAR(last.adjusted(), 100.0 - 1.409e-5 * 50.0, 1e-6);
}

// e_1 = 0.693 as above: F = 0.00333684; twice: G = 0.12 x 19.9471 = 2.39365. Share: 1.94334e-6.
TEST(BookingFaultsTest, AMonthBookedTwiceIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{200.0}}));
  EXPECT_EQ(last.fault, BookingFault::kBookedTwice);
  EXPECT_NEAR(last.share_followed, 1.943e-6, 1e-9);
  EXPECT_NEAR(last.corrected, 100.0, 1e-9);
}

// Never zero in 24 months: (0 + 2 x 0.02 / 25) / (2 + 2) = 0.0004 against 0.1. Share: 0.004^2 / (1 + 0.004^2) = 1.6e-5.
TEST(BookingFaultsTest, AnEmptyMonthIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{0.0}}));
  EXPECT_EQ(last.fault, BookingFault::kNothingBooked);
  EXPECT_NEAR(last.share_followed, 1.6e-5, 1e-8);
}

// -100 lies where the wrong sign puts it, ln(100 / 100) = 0. Any negative value: 0.0004 x 0.5 / 0.3 = 0.000667; wrong
// sign: 0.1 x (18.75 + 1.667) = 2.0417. Share: 0.00032653^2 = 1.0662e-7. The amount is as told, but for its sign.
TEST(BookingFaultsTest, AWrongSignIsNotFollowed) {
  const DoubtedMonth last = LastOf(Level(Vector{{-100.0}}));
  EXPECT_EQ(last.fault, BookingFault::kWrongSign);
  EXPECT_NEAR(last.share_followed, 1.0662e-7, 1e-10);
  EXPECT_NEAR(last.corrected, 100.0, 1e-9);
}

// The month before is empty, this one holds 200 = 100 + 100: F = 0.00333684 against 0.5 x 19.9471 = 9.97356, and
// of any other kind (half) nothing. Share: 0.00033457^2 = 1.119e-7. Both months get half of the 200.
TEST(BookingFaultsTest, AnEmptyMonthBeforeADoubleIsALateBooking) {
  const DoubtedMonths doubted = DoubtLastMonth(Level(Vector{{0.0, 200.0}}));
  ASSERT_TRUE(doubted.last.has_value());
  EXPECT_EQ(doubted.last->fault, BookingFault::kBookedLate);
  EXPECT_NEAR(doubted.last->share_followed, 1.119e-7, 1e-9);
  EXPECT_NEAR(doubted.last->adjusted(), 100.0, 1e-4);
  ASSERT_TRUE(doubted.before.has_value());
  EXPECT_EQ(doubted.before->month, kStart + 24);
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

TEST(BookingFaultsTest, TwoEmptyMonthsAreNoSlip) {
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{0.0, 0.0}})).last.has_value());
  EXPECT_FALSE(DoubtLastMonth(Level(Vector{{0.0, 0.0, 0.0}})).last.has_value());
}

// A payment each quarter: the empty months between are the pattern.
TEST(BookingFaultsTest, EmptyMonthsThatRecurAreNoFault) {
  MonthlySeries quarterly{kStart, Vector::Zero(26)};
  for (int row = 0; row < 26; row += 3) quarterly.values[row] = 300.0;
  EXPECT_FALSE(DoubtLastMonth(quarterly).last.has_value());
}

TEST(BookingFaultsTest, AmountsBelowZeroAreLookedAtUpsideDown) {
  const MonthlySeries half = Level(Vector{{50.0}});
  const DoubtedMonth last = LastOf({half.first, -half.values});
  EXPECT_EQ(last.fault, BookingFault::kHalfBooked);
  EXPECT_EQ(last.actual, -50.0);
  EXPECT_NEAR(last.expected, -100.0, 1e-9);
  EXPECT_NEAR(last.share_followed, 1.409e-5, 1e-8);
}

TEST(BookingFaultsTest, TheUnitDoesNotMatter) {
  for (const double unit : {1e-3, 1e6}) {
    const MonthlySeries half = Level(Vector{{50.0}});
    EXPECT_NEAR(LastOf({half.first, unit * half.values}).share_followed, 1.409e-5, 1e-8) << unit;
  }
}

TEST(BookingFaultsTest, AFewMonthsTellNothing) {
  for (int months = 0; months <= kLeastMonthsForFaults; ++months) {
    MonthlySeries series{kStart, Vector::Constant(months, 100.0)};
    if (months > 0) series.values[months - 1] = 50.0;
    EXPECT_FALSE(DoubtLastMonth(series).last.has_value()) << months;
  }
}

TEST(BookingFaultsTest, TheLastMonthIsTheLastKnownOne) {
  const DoubtedMonth last = LastOf(Level(Vector{{50.0, kMissing, kMissing}}));
  EXPECT_EQ(last.month, kStart + 24);
}

}  // namespace
}  // namespace prognos
