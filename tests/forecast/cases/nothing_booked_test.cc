#include "forecast/cases/nothing_booked.h"

#include "gtest/gtest.h"

namespace prognos::cases {
namespace {

const Month kJanuary = Month::January(2024);

MonthlySeries Series(int first, std::initializer_list<double> values) {
  MonthlySeries series{kJanuary + first, Vector(static_cast<Eigen::Index>(values.size()))};
  std::copy(values.begin(), values.end(), series.values.begin());
  return series;
}

MonthlySeries EveryMonth(int months) { return {kJanuary, Vector::Constant(months, 100.0)}; }

MonthlySeries Filled(MonthlySeries series, int known_months = 20) {
  MonthlySeries other = EveryMonth(known_months);
  FillNothingBooked({&series, &other});
  return series;
}

TEST(NothingBookedTest, ASeriesThatBeginsInAprilIsZeroBeforeItInItsFirstYear) {
  const MonthlySeries filled = Filled(Series(15, {400, 400, 400, 400, 400}));
  EXPECT_EQ(filled.first, kJanuary + 12);
  EXPECT_EQ(filled.SumBetween(kJanuary + 12, kJanuary + 14), 0.0);
  EXPECT_EQ(filled.SumBetween(kJanuary + 12, kJanuary + 19), 2000.0);
}

TEST(NothingBookedTest, ASeriesThatStopsIsZeroAsLongAsOthersAreBooked) {
  const MonthlySeries filled = Filled(EveryMonth(6));
  EXPECT_EQ(filled.end(), kJanuary + 20);
  EXPECT_EQ(filled.SumBetween(kJanuary + 6, kJanuary + 19), 0.0);
}

TEST(NothingBookedTest, AQuarterlyPaymentIsZeroBetween) {
  const MonthlySeries filled =
      Filled(Series(2, {200, kMissing, kMissing, 200, kMissing, kMissing, 200, kMissing, kMissing, 200}), 14);
  EXPECT_EQ(filled.CountKnown(), 14);
  EXPECT_EQ(filled.SumBetween(kJanuary, kJanuary + 13), 800.0);
}

TEST(NothingBookedTest, OneEmptyMonthOfASeriesThatIsBookedEveryMonthIsMissing) {
  MonthlySeries series = EveryMonth(20);
  series.values[7] = kMissing;
  const MonthlySeries filled = Filled(series);
  EXPECT_TRUE(std::isnan(filled.At(kJanuary + 7)));
  EXPECT_EQ(filled.CountKnown(), 19);
  // The newest month is one as well.
  EXPECT_TRUE(std::isnan(Filled(EveryMonth(19)).At(kJanuary + 19)));
  // Two months are nothing booked.
  series.values[8] = kMissing;
  EXPECT_EQ(Filled(series).SumBetween(kJanuary + 7, kJanuary + 8), 0.0);
}

// July's invoice came in August, which held both: July was predicted beside it, and its money stood in the year twice.
TEST(NothingBookedTest, AnEmptyMonthBesideOneThatHoldsBothIsNotMissing) {
  MonthlySeries late = EveryMonth(20);
  late.values[18] = kMissing;
  late.values[19] = 205.0;
  EXPECT_EQ(Filled(late).At(kJanuary + 18), 0.0);
  MonthlySeries early = EveryMonth(20);
  early.values[9] = 195.0;
  early.values[10] = kMissing;
  EXPECT_EQ(Filled(early).At(kJanuary + 10), 0.0);
  // The newest month may still be booked, and a month three times as large is no two.
  MonthlySeries newest = EveryMonth(20);
  newest.values[18] = 195.0;
  newest.values[19] = kMissing;
  EXPECT_TRUE(std::isnan(Filled(newest).At(kJanuary + 19)));
  late.values[19] = 300.0;
  EXPECT_TRUE(std::isnan(Filled(late).At(kJanuary + 18)));
  // Where others are as large, twice says nothing.
  late.values[19] = 205.0;
  late.values[5] = 180.0;
  late.values[12] = 210.0;
  EXPECT_TRUE(std::isnan(Filled(late).At(kJanuary + 18)));
}

TEST(NothingBookedTest, AMonthThatIsEmptyEveryYearIsAPattern) {
  MonthlySeries series = EveryMonth(20);
  series.values[6] = kMissing;  // July 2024 and 2025.
  series.values[18] = 0.0;
  EXPECT_EQ(Filled(series).At(kJanuary + 6), 0.0);
}

TEST(NothingBookedTest, AMonthWithoutAnyValueStaysMissing) {
  MonthlySeries one = EveryMonth(12);
  MonthlySeries other = EveryMonth(12);
  for (const int gap : {4, 5}) one.values[gap] = other.values[gap] = kMissing;
  FillNothingBooked({&one, &other});
  EXPECT_EQ(one.CountKnown(), 10);
  MonthlySeries alone;
  FillNothingBooked({&alone});
  EXPECT_TRUE(alone.empty());
}

TEST(EndedSinceTest, MoreZerosThanItEverPausedAreAnEnd) {
  EXPECT_EQ(EndedSince(Series(0, {5, 5, 5, 5, 0, 0})), std::nullopt);
  EXPECT_EQ(EndedSince(Series(0, {5, 5, 5, 5, 0, 0, 0})), kJanuary + 4);
  // It paused four months: six (4 + 4 / 2) may be a pause.
  EXPECT_EQ(EndedSince(Series(0, {5, 5, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0})), std::nullopt);
  EXPECT_EQ(EndedSince(Series(0, {5, 5, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0})), kJanuary + 7);
}

TEST(EndedSinceTest, AQuarterlyPaymentThatIsLateHasNotEnded) {
  EXPECT_EQ(EndedSince(Series(0, {0, 0, 7, 0, 0, 7, 0, 0, 7, 0, 0, 0})), std::nullopt);
  EXPECT_EQ(EndedSince(Series(0, {0, 0, 7, 0, 0, 7, 0, 0, 7, 0, 0, 0, 0, 0})), kJanuary + 9);
}

TEST(EndedSinceTest, OnePaymentMayBeAYearlyOne) {
  EXPECT_EQ(EndedSince(Series(0, {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})), std::nullopt);
}

TEST(EndedSinceTest, EightMonthsOfZerosAreNoSeries) {
  EXPECT_EQ(EndedSince(Series(0, {0, 0, 0, 0, 0, 0, 0, 0})), kJanuary);
  EXPECT_EQ(EndedSince(Series(0, {0, 0, 0, 0, 0})), std::nullopt);
  EXPECT_EQ(EndedSince({}), std::nullopt);
}

TEST(FromFirstBookedTest, ZerosBeforeTheFirstValueAreLeftOut) {
  const MonthlySeries booked = FromFirstBooked(Series(0, {0, kMissing, 0, 3, 0}));
  EXPECT_EQ(booked.first, kJanuary + 3);
  EXPECT_EQ(booked.size(), 2);
  EXPECT_EQ(FromFirstBooked(Series(0, {0, 0})).size(), 2);
}

}  // namespace
}  // namespace prognos::cases
