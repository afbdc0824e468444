#include "forecast/series/seen_history.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

const Month kSeenHistoryStart = Month::January(2020);

TEST(SeenHistoryTest, AFaultyLastMonthIsSeenAsExpectedAndIsNoOneOff) {
  MonthlySeries series{kSeenHistoryStart, Vector::Constant(56, 100.0)};
  series.values[55] = 200.0;
  const SeenHistory seen = SeeHistory(series);
  ASSERT_TRUE(seen.doubted.last.has_value());
  EXPECT_EQ(seen.one_offs.adjusted.values[55], seen.doubted.last->adjusted());
  EXPECT_TRUE(seen.one_offs.months.empty());
}

TEST(SeenHistoryTest, BothMonthsOfALateBookingAreSeenAsExpected) {
  MonthlySeries series{kSeenHistoryStart, Vector::Constant(56, 100.0)};
  series.values.tail(2) << 0.0, 200.0;
  const Vector seen = SeeHistory(series).one_offs.adjusted.values;
  EXPECT_NEAR(seen[54], 100.0, 1.0);
  EXPECT_NEAR(seen[55], 100.0, 1.0);
}

TEST(SeenHistoryTest, FollowedWhollyOrNotAtAllItIsAsBookedOrAsItShouldBe) {
  MonthlySeries series{kSeenHistoryStart, Vector::Constant(26, 100.0)};  // Too short for one-offs.
  series.values.tail(2) << 0.0, 200.0;
  const DoubtedMonths doubted = SeeHistory(series).doubted;
  EXPECT_EQ(SeeHistoryFollowed(series, doubted, 1.0).values, series.values);
  const Vector corrected = SeeHistoryFollowed(series, doubted, 0.0).values;
  EXPECT_EQ(corrected[24], doubted.before->corrected);
  EXPECT_EQ(corrected[25], doubted.last->corrected);
  EXPECT_NEAR(corrected[25], 100.0, 1e-6);
}

TEST(SeenHistoryTest, WithoutAFaultItIsTheOneOffs) {
  MonthlySeries series{kSeenHistoryStart, Vector::Constant(56, 100.0)};
  series.values[30] = 200.0;
  const SeenHistory seen = SeeHistory(series);
  EXPECT_FALSE(seen.doubted.last.has_value());
  ASSERT_EQ(seen.one_offs.months.size(), 1u);
  EXPECT_EQ(seen.one_offs.months[0].month, kSeenHistoryStart + 30);
  EXPECT_EQ(seen.one_offs.adjusted.values, FindOneOffs(series).adjusted.values);
}

}  // namespace
}  // namespace prognos
