#include "forecast/followup/volume_plan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::followup {
namespace {

constexpr int64_t kOnePerson = 1000;

// Huddinge 2016, bosättning av nyanlända: 321 planned, 34 a month from April; the 15 before are not printed.
PlannedMonths Newcomers() {
  PlannedMonths planned;
  planned.fill(34 * kOnePerson);
  planned[0] = planned[1] = planned[2] = 5 * kOnePerson;
  return planned;
}

// 99 to the end of August.
ActualMonths Came() {
  ActualMonths actual;
  for (int month = 0; month < 8; ++month) actual[static_cast<size_t>(month)] = (month == 0 ? 8 : 13) * kOnePerson;
  return actual;
}

TEST(VolumePlanTest, ThePlanToDateTheGapAndThePaceNeeded) {
  const PlanStanding standing = StandingOf(Newcomers(), Came(), 12);
  EXPECT_EQ(standing.known_months, 8);
  EXPECT_EQ(standing.planned, 321 * kOnePerson);
  EXPECT_EQ(standing.planned_to_date, 185 * kOnePerson);  // 15 + 5 * 34.
  EXPECT_EQ(standing.actual_to_date, 99 * kOnePerson);    // 8 + 7 * 13.
  EXPECT_EQ(standing.gap, -86 * kOnePerson);
  EXPECT_EQ(standing.left, 222 * kOnePerson);
  EXPECT_EQ(standing.pace_needed, 55'500);  // 222 / 4.
}

TEST(VolumePlanTest, AMonthWithoutARecordIsZeroBeforeOneAndNotKnownAfterTheLast) {
  ActualMonths actual = Came();
  actual[3].reset();
  actual[9] = 0;
  EXPECT_EQ(StandingOf(Newcomers(), actual, 12).known_months, 10);
  EXPECT_EQ(StandingOf(Newcomers(), actual, 8).known_months, 8);
  EXPECT_EQ(StandingOf(Newcomers(), actual, 8).actual_to_date, 86 * kOnePerson);
  const PlanStanding none = StandingOf(Newcomers(), {}, 12);
  EXPECT_EQ(none.known_months, 0);
  EXPECT_EQ(none.gap, 0);
  EXPECT_EQ(none.pace_needed, 26'750);  // 321 / 12.
}

TEST(VolumePlanTest, AtTheEndOfTheYearNoPaceIsNeededAndAPlanThatIsReachedLeavesNothing) {
  ActualMonths actual;
  actual.fill(30 * kOnePerson);
  const PlanStanding standing = StandingOf(Newcomers(), actual, 12);
  EXPECT_EQ(standing.left, 0);
  EXPECT_EQ(standing.pace_needed, std::nullopt);
  EXPECT_EQ(standing.gap, 39 * kOnePerson);
}

}  // namespace
}  // namespace prognos::followup
